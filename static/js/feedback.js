// What tells people that something is happening, has happened, or has not.
// The thin bar on top is CSS alone: hx-indicator:inherited="#loading" on the body.
/* global htmx */
import { on, onContent } from './page.js'

const slow = 150 // ms before a wait is shown; shorter ones would only flicker

// ── The pressed button ──

const underway = new WeakSet() // forms whose post has not been answered

document.addEventListener('htmx:config:request', (e) => {
  const { ctx } = e.detail
  // The second click of a double click. An element with hx-sync says itself what becomes of a second request.
  if (ctx.request.method !== 'GET' && underway.has(ctx.sourceElement) && !ctx.sourceElement.hasAttribute('hx-sync')) e.preventDefault()
})

document.addEventListener('htmx:before:request', ({ detail: { ctx } }) => {
  if (ctx.request.method !== 'GET') underway.add(ctx.sourceElement)
  const button = ctx.request.submitter ?? ctx.sourceElement.closest?.('button, a.button')
  if (button) ctx.wait = setTimeout(() => (ctx.release = press(button)), slow)
})

document.addEventListener('htmx:finally:request', ({ detail: { ctx } }) => {
  underway.delete(ctx.sourceElement)
  clearTimeout(ctx.wait)
  ctx.release?.()
})

function press(button) {
  const focused = document.activeElement === button
  button.setAttribute('aria-busy', 'true')
  if ('disabled' in button) button.disabled = true
  return () => {
    button.removeAttribute('aria-busy')
    if ('disabled' in button) button.disabled = false
    if (focused && document.activeElement === document.body) button.focus({ preventScroll: true })
  }
}

// Posts that the browser sends itself (hx-boost="false": Stripe, sign-out).
document.addEventListener('submit', (e) => {
  if (e.defaultPrevented || e.target.method !== 'post' || !e.submitter) return
  setTimeout(() => { // after the browser has read the form: a disabled button is not sent
    const release = press(e.submitter)
    addEventListener('pageshow', release, { once: true }) // back from the other page
    setTimeout(release, 10_000) // or it was a download
  })
})

// ── Toasts: words are the page's, in <template id="toast-…">, so that they are translated ──

/** Shows the page's template `toast-NAME`, with `text` in its [data-text]; `retry` is what [data-retry] does. */
export function toast(name, { text, retry } = {}) {
  const spot = place()
  const made = document.getElementById(`toast-${name}`)?.content.firstElementChild?.cloneNode(true)
  if (!spot || !made) return
  const words = made.querySelector('[data-text]')
  if (words && text) words.textContent = text
  made.addEventListener('click', (e) => {
    if (!e.target.closest('[data-retry], [data-dismiss]')) return
    made.remove()
    if (e.target.closest('[data-retry]')) retry?.()
  })
  spot.replaceChildren(made)
  fade(made)
}

// All but an open dialog is out of reach, so there the toast stands at its foot.
function place() {
  const dialog = document.querySelector('dialog:modal')
  if (!dialog) return document.querySelector('body > .toast-spot')
  const spot = dialog.querySelector('.toast-spot') ?? Object.assign(document.createElement('div'), { className: 'toast-spot', role: 'status' })
  dialog.append(spot)
  return spot
}

// A toast that only tells goes by itself, unless someone is on it; one with a button waits.
function fade(made) {
  if (made.querySelector('[data-retry]')) return
  setTimeout(() => (made.matches(':hover, :focus-within') ? fade(made) : made.remove()), 6000)
}

onContent(() => {
  for (const made of document.querySelectorAll('.toast-spot > .toast:not([data-seen])')) {
    made.dataset.seen = ''
    fade(made)
  }
})
on('click', '.toast [data-dismiss]', (button) => button.closest('.toast').remove())
document.addEventListener('toast', (e) => toast('text', e.detail)) // HX-Trigger: {"toast":{"text":"Saved"}}

// ── Failures ──

document.addEventListener('htmx:error', ({ detail: { ctx } }) => {
  if (ctx) failed(ctx, ctx.response ? 'failed' : 'offline')
})
document.addEventListener('htmx:response:error', ({ detail: { ctx } }) => {
  if (ctx.response.status >= 500) failed(ctx, 'failed')
})

function failed(ctx, name) {
  if (ctx.quiet || ctx.sourceElement?.matches?.('[data-live]')) return // nobody asked for it: live.js tries again
  toast(name, { retry: () => again(ctx) })
}

function again({ sourceElement: el, sourceEvent, request }) {
  if (el.matches('form')) el.requestSubmit(request.submitter?.isConnected ? request.submitter : undefined)
  else if (sourceEvent?.type === 'click') el.click()
  else if (sourceEvent?.type) htmx.trigger(el, sourceEvent.type)
  else location.reload()
}
