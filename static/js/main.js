// The one script of every page. tools/assets.mjs puts htmx and its extensions in front of it, so `htmx` is
// already there; everything runs from <head defer> and listens on the document, so swapped content needs no set-up.
import '../../node_modules/@knadh/oat/js/dropdown.js' // brings base.js: the `commandfor` polyfill
import '../../node_modules/@knadh/oat/js/tabs.js'
import './htmx.js'
import './feedback.js'
import './dialogs.js'
import './forms.js'
import './lists.js'
import './live.js'
import './passkeys.js'
import './upload.js'
import './sign.js'
