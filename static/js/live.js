// Live pages: a stream that says only "something changed"; the page then asks again through its own route,
// so what is shown is always what the reader may see now. And the word back that a page was looked at.
/* global htmx */
import { onContent, ownPath } from './page.js'

let timer
function refresh() {
  clearTimeout(timer)
  timer = setTimeout(async () => {
    if (document.hidden) return // the stream reconnects when the tab is back, which refreshes
    if (answered) return // the answer to a post can't be asked for again
    if (posts) return refresh() // what the reader does leads on by itself
    await htmx.ajax('GET', location.pathname + location.search, {
      target: '#main', select: '#main', swap: 'outerMorph', selectOOB: '[data-refresh]:outerMorph', quiet: true,
    })
    // What the page works out from what is ticked and typed came as if nothing were: those parts ask once more.
    for (const el of document.querySelectorAll('[data-again]')) el.dispatchEvent(new Event('change'))
  }, 100) // several changes at once are one refresh
}

const isStream = (el) => el?.matches?.('[data-live]')

document.addEventListener('changed', (e) => isStream(e.target) && refresh())

// Whether the page is the answer to a post, and when the reader last did something themselves.
let answered = false
let posts = 0
let moved = 0
document.addEventListener('htmx:before:request', ({ detail: { ctx } }) => {
  if (ctx.request.method !== 'GET') posts++
})
document.addEventListener('htmx:finally:request', ({ detail: { ctx } }) => {
  if (ctx.request.method === 'GET') return
  posts = Math.max(0, posts - 1)
  moved = Date.now()
})
document.addEventListener('htmx:after:swap', ({ detail: { ctx } }) => {
  if (ctx.target === document.body || ctx.target?.id === 'main') {
    answered = ctx.request?.method !== 'GET' && !ctx.response?.raw.redirected
  }
})

// The stream has ended: go where it says. What the reader does themselves (another account, the end of a
// preview) gives the session a new name, which ends the stream too: then it is opened again, under the new one.
document.addEventListener('ended', (e) => {
  if (isStream(e.target)) setTimeout(() => leave(e.target, ownPath(e.detail.data) || location.href), 50)
})
function leave(stream, to) {
  if (!stream.isConnected) return // the new page has one of its own
  if (posts) setTimeout(() => leave(stream, to), 100)
  else if (Date.now() - moved < 1000) htmx.process(stream, true)
  else location.assign(to)
}

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
  if (posts || Date.now() - moved < 1000) refresh() // the reader is on the way: where they arrive is asked for then
  else location.reload()
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
