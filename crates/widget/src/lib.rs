//! The search box as a Yew component: [`Search`], usable by any Yew app, and its parts, each in a file of its own; and
//! [`mount`], which puts one into an element.
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
mod dates;
mod effects;
mod failure;
mod filters;
mod hit;
mod input;
mod keys;
mod link;
mod more;
mod mount;
mod notes;
mod parts;
mod recent;
mod results;
mod search;
mod sort;
mod state;
mod status;
mod strings;
mod suggestions;
mod template;
mod zero;

pub use address::UrlState;
pub use dates::{Dates, DatesProps};
pub use filters::{Filters, FiltersProps};
pub use hit::{Hit, HitProps, Links};
pub use input::{Input, InputProps};
pub use more::{More, MoreProps};
pub use mount::{MountError, Mounted, mount};
pub use parts::ClassMap;
pub use recent::Recent;
pub use results::{Results, ResultsProps};
pub use search::{Event, Mode, Remote, Search, SearchProps, Source};
pub use sort::{Sort, SortProps};
pub use state::{Ask, Notice, Order, Period};
pub use status::{Status, StatusProps};
pub use strings::Strings;
pub use suggestions::{Suggestions, SuggestionsProps};
pub use template::Template;
