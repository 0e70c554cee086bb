//! Clock and timers, in a window or a worker.

use gloo_timers::future::TimeoutFuture;
use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = performance)]
    fn now() -> f64;
}

/// A monotonic clock, in milliseconds.
pub(crate) fn now_ms() -> f64 {
    now()
}

/// Microseconds since a reading of the clock.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
pub(crate) fn elapsed_us(start_ms: f64) -> u64 {
    ((now() - start_ms) * 1000.0).max(0.0) as u64
}

/// Waits.
pub(crate) async fn sleep(ms: u32) {
    TimeoutFuture::new(ms).await;
}

/// Waits until the clock says this.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
pub(crate) async fn sleep_until(at_ms: f64) {
    sleep((at_ms - now()).max(0.0) as u32).await;
}

/// Waits until the page has nothing better to do, where the browser can tell.
pub async fn idle() {
    let Some(request) = global("requestIdleCallback").and_then(|found| found.dyn_into::<Function>().ok()) else {
        return;
    };
    let promise = Promise::new(&mut |resolve, _| {
        // It takes any function; then the wait is over.
        let _ = request.call1(&JsValue::UNDEFINED, &resolve);
    });
    // It never rejects.
    let _ = JsFuture::from(promise).await;
}

/// Whether the visitor has asked for little traffic.
pub(crate) fn saves_data() -> bool {
    let connection = global("navigator").and_then(|navigator| property(&navigator, "connection"));
    connection.and_then(|connection| property(&connection, "saveData")).is_some_and(|saves| saves.is_truthy())
}

fn global(name: &str) -> Option<JsValue> {
    property(&js_sys::global(), name)
}

fn property(of: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(of, &name.into()).ok().filter(|value| !value.is_undefined())
}
