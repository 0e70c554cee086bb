//! Fetching bytes, in a window or a worker.

use std::pin::pin;

use futures_util::future::{Either, select};
use js_sys::{ArrayBuffer, Function, Promise, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, ReferrerPolicy, RequestCache, RequestInit, Response};

use crate::{ClientError, time};

#[wasm_bindgen]
extern "C" {
    // The global function, which `web_sys` offers only on a window or on a worker, not on whichever there is.
    #[wasm_bindgen(js_name = fetch)]
    fn global_fetch(url: &str, init: &RequestInit) -> Promise;
}

/// A server that has not begun to answer by then will not. The rest of an answer may take as long as the line needs.
const ANSWER_MS: u32 = 10_000;

/// How the browser's cache may be used.
#[derive(Clone, Copy)]
pub(crate) enum Cache {
    /// As it likes: the content never changes under its name.
    Any,
    /// After asking the server whether the copy is still current.
    Revalidate,
    /// Not at all.
    Bypass,
}

/// The bytes at an address. Dropped before it is done, it ends the request. `fetch` takes the place of the browser's.
pub(crate) async fn bytes(fetch: Option<&Function>, url: &str, cache: Cache) -> Result<Vec<u8>, ClientError> {
    let network = |reason: String| ClientError::Network { url: url.into(), reason };
    let thrown = |error: JsValue| network(js_sys::Error::from(error).message().into());
    let request = Request(AbortController::new().map_err(thrown)?);
    let init = RequestInit::new();
    // The address of the page may have the query in it, and servers write down where a request came from.
    init.set_referrer_policy(ReferrerPolicy::NoReferrer);
    init.set_signal(Some(&request.0.signal()));
    init.set_cache(match cache {
        Cache::Any => RequestCache::Default,
        Cache::Revalidate => RequestCache::NoCache,
        Cache::Bypass => RequestCache::Reload,
    });
    let answered = match fetch {
        Some(fetch) => Promise::resolve(&fetch.call2(&JsValue::UNDEFINED, &url.into(), &init).map_err(thrown)?),
        None => global_fetch(url, &init),
    };
    let answered = JsFuture::from(answered);
    let response: Response = match select(answered, pin!(time::sleep(ANSWER_MS))).await {
        Either::Left((response, _)) => response.map_err(thrown)?.unchecked_into(),
        Either::Right(_) => return Err(network(format!("the server did not answer within {} s", ANSWER_MS / 1_000))),
    };
    if !response.ok() {
        return Err(network(format!("the server answered {}", response.status())));
    }
    let buffer = JsFuture::from(response.array_buffer().map_err(thrown)?).await.map_err(thrown)?;
    Ok(Uint8Array::new(&buffer.unchecked_into::<ArrayBuffer>()).to_vec())
}

/// A request, which ends with this. One that has been answered is not touched by that.
struct Request(AbortController);

impl Drop for Request {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// The bytes of a promised `ArrayBuffer`; none if it fails or is something else.
pub(crate) async fn settled(promise: Promise) -> Option<Vec<u8>> {
    let buffer: ArrayBuffer = JsFuture::from(promise).await.ok()?.dyn_into().ok()?;
    Some(Uint8Array::new(&buffer).to_vec())
}
