//! The search box as a Yew component: [`Search`], usable by any Yew app; and [`mount`], which puts one into an element.
//!
//! Invariants
//! - The state changes in one pure reducer (`state`); effects (`effects`) carry out what it asks for, components draw it.
//! - No text from an index or from a person reaches the page as markup: highlights are `mark` elements, addresses become
//!   links only if they are harmless (`link`).
//! - Nothing needs inline styles, `innerHTML` or a Trusted Types policy, so it runs under a strict content security
//!   policy.
//! - The page's own form is enhanced in place: its nodes stay, and it works as before where we fail.
//!
//! Not here: fetching and ranking (see `zoeklicht-client`), how it looks (see `www/package/zoeklicht.css`).

mod address;
mod chips;
mod effects;
mod failure;
mod filters;
mod hit;
mod keys;
mod link;
mod more;
mod mount;
mod results;
mod search;
mod spelling;
mod state;
mod status;
mod strings;
mod zero;

pub use address::UrlState;
pub use mount::{MountError, Mounted, mount};
pub use search::{Search, SearchProps, Source};
