// Forms: filters that apply themselves, the code field, the way to what needs fixing, `/` to the search.
import { faulty, on, onContent } from './page.js'

const typing = 200 // ms after the last key

let timer
function submitSoon(form, delay) {
  clearTimeout(timer)
  timer = setTimeout(() => form.isConnected && form.requestSubmit(), delay)
}
on('input', '.filters input:is([type="search"], [type="text"])', (input) => submitSoon(input.form, typing))
on('change', '.filters :is(select, [type="checkbox"], [type="radio"], [type="date"], [type="month"])', (input) => submitSoon(input.form, 0))
on('submit', '.filters', () => clearTimeout(timer)) // Enter before the time is up

// The code: pasted with spaces or typed, six digits go by themselves.
on('paste', '.code input', (input, e) => {
  const digits = e.clipboardData.getData('text').replace(/\D/g, '')
  if (!digits) return
  e.preventDefault()
  input.value = digits.slice(0, 6)
  input.dispatchEvent(new Event('input', { bubbles: true }))
})
on('input', '.code input', (input) => {
  const digits = input.value.replace(/\D/g, '').slice(0, 6)
  if (digits !== input.value) input.value = digits
  if (digits.length === 6) input.form.requestSubmit()
})

// A button that has to wait says for how long: <button data-wait="24" data-wait-text="Send again in {n} s">.
onContent(() => {
  for (const button of document.querySelectorAll('[data-wait]')) countDown(button)
})
function countDown(button) {
  const label = button.querySelector('[data-text]') ?? button
  const ready = label.textContent
  const until = Date.now() + button.dataset.wait * 1000
  const words = button.dataset.waitText
  button.removeAttribute('data-wait')
  button.disabled = true
  const tick = () => {
    const left = Math.ceil((until - Date.now()) / 1000)
    button.disabled = left > 0
    label.textContent = left > 0 ? words.replace('{n}', left) : ready
    if (left > 0 && button.isConnected) setTimeout(tick, 1000)
  }
  tick()
}

// A form that came back leads to its summary, whose links lead to the fields.
onContent((ctx) => {
  if (!ctx || faulty(ctx)) document.querySelector('.errors')?.focus()
})

document.addEventListener('keydown', (e) => {
  if (e.key !== '/' || e.ctrlKey || e.metaKey || e.altKey || e.target.closest('input, textarea, select, [contenteditable], dialog')) return
  const search = [...document.querySelectorAll('.topbar [type="search"], main [type="search"]')].find((el) => el.checkVisibility())
  if (!search) return
  e.preventDefault()
  search.select()
  search.focus()
})
