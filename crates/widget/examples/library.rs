//! A Yew app with the search box in it, and with a list of its own made of the parts.
//!
//! `cargo build -p zoeklicht-widget --example library --target wasm32-unknown-unknown`, then `wasm-bindgen --target web`, beside an
//! index that `zoeklicht index` wrote to `zoeklicht/`.

use std::rc::Rc;

use yew::prelude::*;
use zoeklicht_client::{Answer, Engine, Options};
use zoeklicht_widget::{Ask, Event, Links, Notice, Remote, Results, Search, Source, Status, Strings};

/// The index that both searches read.
const INDEX: &str = "zoeklicht/";

/// The search box as it is, told what to look for by the app, and telling the app what happens.
#[component]
fn WholeBox() -> Html {
    let remote = use_memo((), |()| Remote::default());
    let total = use_state(|| None);
    let onevent = {
        let total = total.clone();
        Callback::from(move |event: Event| {
            if let Event::Answered(answer) = event {
                total.set(Some(answer.total));
            }
        })
    };
    let search = {
        let remote = Rc::clone(&remote);
        move |_| remote.search("inburgering")
    };
    html! {
        <section>
            <Search source={Source::Folder(INDEX.into())} {onevent} remote={(*remote).clone()} />
            <button type="button" onclick={search}>{ "Inburgering" }</button>
            if let Some(total) = *total { <p>{ format!("{total} documenten") }</p> }
        </section>
    }
}

/// A fixed list, newest documents on a subject, from the parts alone.
#[component]
fn FixedList() -> Html {
    let answer = use_state(|| None::<Rc<Answer>>);
    let pages = use_state(|| 1usize);
    {
        let answer = answer.clone();
        use_effect_with(*pages, move |pages| {
            let limit = 5 * pages;
            wasm_bindgen_futures::spawn_local(async move {
                let Ok(engine) = Engine::open(INDEX).await else { return };
                let found = engine.search("NT2", Options { limit, ..Options::default() }, &[]).await;
                answer.set(found.ok().map(Rc::new));
            });
        });
    }
    let strings = Strings::of("nl");
    let Some(found) = &*answer else { return Html::default() };
    let notice = Notice::All { total: found.total };
    let ask = Ask { query: "NT2".into(), ..Ask::default() };
    let onmore = move |()| pages.set(*pages + 1);
    html! {
        <section>
            <Status {notice} {strings} />
            <Results
                answer={Rc::clone(found)}
                {ask}
                heading_id="nt2"
                page_size={5}
                links={Links { highlights: true, ..Links::default() }}
                {onmore}
                {strings}
            />
        </section>
    }
}

#[component]
fn App() -> Html {
    html! {
        <main>
            <h1>{ "Zoeken" }</h1>
            <WholeBox />
            <FixedList />
        </main>
    }
}

fn main() {
    yew::Renderer::<App>::new().render();
}
