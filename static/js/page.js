// What the other files share.

/** Runs now or when the document is parsed, and again after every swap. */
export function onContent(fn) {
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', () => fn())
  else fn()
  document.addEventListener('htmx:after:swap', (e) => fn(e.detail.ctx))
}

/** Listens on the document for `type` from elements that match `selector`, now or later in the page. */
export function on(type, selector, fn) {
  document.addEventListener(type, (e) => {
    const el = e.target.closest?.(selector)
    if (el) fn(el, e)
  })
}

/** Whether a form came back with faults: something in it can't be taken, or it is too large. */
export const faulty = (ctx) => [413, 422].includes(ctx.response?.status)

/** A path of this site, or nothing: what a message tells us to open never leads elsewhere. */
export function ownPath(s) {
  return /^\/(?![\/\\])/.test(s ?? '') ? s : ''
}
