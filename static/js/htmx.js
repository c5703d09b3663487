// htmx as Portico uses it; docs/htmx4.md says what a template may rely on.
/* global htmx */
import { faulty } from './page.js'

Object.assign(htmx.config, {
  noSwap: [204, 304, '5xx'], // after a 5xx the page stays as it was; feedback.js says so
  defaultTimeout: 30_000,
})

const isPage = (ctx) => ctx.target === document.body

// Attributes that the reader or a component has set since the page came: a morph leaves them alone.
const readersOwn = (el, name) =>
  (name === 'open' && el.matches('dialog, details')) || (name === 'style' && el.matches('[popover]')) || name === 'aria-expanded'

htmx.registerExtension('portico', {
  // hx-on, js: and trigger filters would need eval. CSP refuses it anyway; this says so plainly and without a report.
  init(api) {
    const refuse = function () {
      throw new Error('htmx: script in attributes is switched off')
    }
    api.initSecurity({ createHTML: (s) => s, createScript: () => '' }, refuse, refuse)
  },

  // A whole page replaces the body's attributes as well (client, staff, door), which innerHTML would not.
  htmx_config_request(_, { ctx }) {
    if (isPage(ctx) && ctx.swap === 'innerHTML') ctx.swap = 'outerSync'
  },

  // A link that turns out to be a file is opened by the browser, not swapped in as text.
  htmx_before_response(el, { ctx }) {
    if (el.matches?.('[data-live]')) return false // a refused stream: nothing to show
    const kind = ctx.response.headers.get('Content-Type') ?? 'text/html'
    if (ctx.request.method !== 'GET' || !ctx.response.raw.ok || kind.startsWith('text/html')) return
    location.assign(ctx.request.action)
    return false
  },

  // A form that came back with faults is merged into the page: what was typed, chosen and focused stays.
  htmx_after_request(_, { ctx }) {
    if (!faulty(ctx) || !isPage(ctx)) return
    Object.assign(ctx, { target: '#main', select: '#main', swap: 'outerMorph' })
  },

  htmx_before_swap(_, { ctx, tasks }) {
    for (const task of tasks) for (const script of task.fragment.querySelectorAll('script')) script.remove()
    const refused = ctx.response?.status >= 500 || (ctx.response?.status >= 400 && ctx.request.method !== 'GET')
    if (refused) ctx.push = ctx.replace = 'false' // what was not shown is not a place to come back to
    if (!ctx.sourceElement?._htmx?.boosted || ctx.push || ctx.replace) return
    // Like the browser: the page one is on is not visited twice.
    if (ctx.response.raw.url === location.href.replace(/#.*/, '')) ctx.replace = 'true'
  },

  htmx_before_morph_attr: (el, { attrName }) => !readersOwn(el, attrName),
})

// After going to another page, the next Tab starts in its content, and a screen reader reads from there.
document.addEventListener('htmx:after:swap', ({ detail: { ctx } }) => {
  if (!isPage(ctx) || document.activeElement !== document.body) return
  const main = document.getElementById('main')
  if (!main) return
  main.tabIndex = -1
  main.focus({ preventScroll: true })
})
