// Dialogs, and small things that a button does by itself. `commandfor` opens and closes dialogs without us.
import { on, onContent } from './page.js'
import { toast } from './feedback.js'

// One that the server sends open: <dialog data-open>.
onContent(() => {
  for (const dialog of document.querySelectorAll('dialog[data-open]')) {
    dialog.removeAttribute('data-open')
    if (!dialog.open) dialog.showModal()
  }
})

// A form in a dialog has done its work when its answer goes elsewhere.
document.addEventListener('htmx:after:swap', ({ detail: { ctx } }) => {
  const dialog = ctx.sourceElement?.closest?.('dialog[open]')
  if (!dialog || ctx.request.method === 'GET' || ctx.response.status >= 400) return
  if (!(ctx.target instanceof Element && dialog.contains(ctx.target))) dialog.close()
})

// <button type="button" data-copy="text" data-copied="Copied">
on('click', '[data-copy]', async (button) => {
  try {
    await navigator.clipboard.writeText(button.dataset.copy)
  } catch { // plain http, or not allowed: the old way
    const field = Object.assign(document.createElement('textarea'), { value: button.dataset.copy, className: 'visually-hidden' })
    ;(button.closest('dialog') ?? document.body).append(field)
    field.select()
    document.execCommand('copy')
    field.remove()
    button.focus()
  }
  toast('text', { text: button.dataset.copied })
})

on('click', '[data-print]', () => print())
