// Live pages: a stream that says only "something changed"; the page then asks again through its own route,
// so what is shown is always what the reader may see now. And the word back that a page was looked at.
/* global htmx */
import { onContent, ownPath } from './page.js'

let timer
function refresh() {
  clearTimeout(timer)
  timer = setTimeout(async () => {
    if (document.hidden) return // the stream reconnects when the tab is back, which refreshes
    await htmx.ajax('GET', location.pathname + location.search, {
      target: '#main', select: '#main', swap: 'outerMorph', selectOOB: '[data-refresh]:outerMorph', quiet: true,
    })
  }, 100) // several changes at once are one refresh
}

const isStream = (el) => el?.matches?.('[data-live]')

document.addEventListener('changed', (e) => isStream(e.target) && refresh())
document.addEventListener('ended', (e) => {
  if (isStream(e.target)) location.assign(ownPath(e.detail.data) || location.href)
})

// What was missed while away is fetched on reconnecting.
const known = new WeakSet()
document.addEventListener('htmx:sse:after:connection', ({ detail: { connection } }) => {
  if (known.has(connection)) refresh()
  known.add(connection)
})

// hx-sse retries a stream that broke, but not one that never began.
for (const type of ['htmx:error', 'htmx:response:error']) {
  document.addEventListener(type, ({ detail: { ctx } }) => {
    const el = ctx?.sourceElement
    if (isStream(el) && (ctx.response?.status ?? 500) >= 500) setTimeout(() => el.isConnected && htmx.process(el, true), 5000)
  })
}

// A refresh that leads elsewhere (signed out, access gone, record gone): let the browser go and show it.
document.addEventListener('htmx:before:response', (e) => {
  const { ctx } = e.detail
  if (!ctx.quiet || (ctx.response.raw.ok && !ctx.response.raw.redirected) || ctx.response.status >= 500) return
  e.preventDefault()
  location.reload()
})

// "Viewed": said once by a page that is really on screen. A prefetched or prerendered one is not.
const told = new Set()
function tell() {
  if (document.hidden || document.prerendering) return
  for (const el of document.querySelectorAll('[data-viewed-url]')) {
    const url = ownPath(el.dataset.viewedUrl)
    if (!url || told.has(url)) continue
    told.add(url)
    fetch(url, { method: 'POST', keepalive: true }).catch(() => told.delete(url))
  }
}
onContent(tell)
document.addEventListener('visibilitychange', tell)
document.addEventListener('prerenderingchange', tell)
