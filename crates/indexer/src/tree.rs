//! HTML as the tree a browser would build of it (crate `html5ever`), kept no larger than reading it asks.
//!
//! Invariants
//! - All text stands in one string, in the order it was read; adjacent text is one node where that costs nothing.
//! - Nothing walks the tree by recursion: pages may nest as deep as [`DEPTH_MAX`].
//!
//! Not here: what of a page is content (see `html`).

use std::borrow::Cow;
use std::cell::{Ref, RefCell};
use std::ops::Range;

use html5ever::tendril::{StrTendril, TendrilSink as _};
use html5ever::tree_builder::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::{Attribute, ParseOpts, QualName, local_name, ns, parse_document};
use zoeklicht_format::{to_u32, to_usize};

/// Elements within elements. The tree builder of the HTML standard looks through all open elements at most tags: one
/// megabyte of `<div>` took minutes. Browsers stop at 512; pages of broken generators go to some thousands.
const DEPTH_MAX: u32 = 5_000;
/// Nodes for each byte of a page. Formatting elements that are never closed are made anew in each paragraph, so that
/// 60 kB of `<p><b id=1><p><b id=2>` would give twelve million nodes.
const NODES_PER_BYTE_MAX: usize = 2;
/// Bytes that are read between two looks at the limits.
const PIECE_BYTES: usize = 16 << 10;

/// A page.
pub(crate) struct Tree {
    nodes: Vec<Node>,
    text: String,
    /// What stands for the name of a node that is no element.
    no_name: QualName,
    depth: u32,
    /// Whether the page went over a limit, so that its end is missing.
    pub(crate) is_cut: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
struct NodeId(u32);

struct Node {
    parent: Option<NodeId>,
    previous: Option<NodeId>,
    next: Option<NodeId>,
    first_child: Option<NodeId>,
    last_child: Option<NodeId>,
    depth: u32,
    value: Value,
}

enum Value {
    Element {
        name: QualName,
        attributes: Vec<Attribute>,
    },
    Text(Range<usize>),
    /// The document, the content of a template, a comment.
    Other,
}

/// A place in a tree.
#[derive(Clone, Copy)]
pub(crate) struct At<'t> {
    tree: &'t Tree,
    id: NodeId,
}

/// A step of a walk.
pub(crate) enum Edge<'t> {
    /// Into a node.
    Open(At<'t>),
    /// Out of a node.
    Close(At<'t>),
}

impl Tree {
    pub(crate) fn parse(page: &str) -> Tree {
        let mut tree = Tree {
            nodes: Vec::new(),
            text: String::new(),
            no_name: QualName::new(None, ns!(), local_name!("")),
            depth: 0,
            is_cut: false,
        };
        // The document itself.
        tree.add(Value::Other);
        let mut parser = parse_document(Sink(RefCell::new(tree)), ParseOpts::default());
        let mut rest = page;
        while !rest.is_empty() {
            let (piece, after) = rest.split_at(rest.floor_char_boundary(PIECE_BYTES));
            rest = after;
            parser.process(StrTendril::from_slice(piece));
            let mut tree = parser.tokenizer.sink.sink.0.borrow_mut();
            let nodes_max = NODES_PER_BYTE_MAX * (page.len() - rest.len()) + PIECE_BYTES;
            if tree.depth > DEPTH_MAX || tree.nodes.len() > nodes_max {
                tree.is_cut = !rest.is_empty();
                break;
            }
        }
        parser.finish()
    }

    pub(crate) fn root(&self) -> At<'_> {
        At { tree: self, id: NodeId(0) }
    }

    fn add(&mut self, value: Value) -> NodeId {
        let id = NodeId(to_u32(self.nodes.len()));
        let no = None;
        self.nodes.push(Node { parent: no, previous: no, next: no, first_child: no, last_child: no, depth: 0, value });
        id
    }

    fn node(&self, id: NodeId) -> &Node {
        &self.nodes[to_usize(id.0)]
    }

    fn node_mut(&mut self, id: NodeId) -> &mut Node {
        &mut self.nodes[to_usize(id.0)]
    }

    fn name(&self, id: NodeId) -> &QualName {
        if let Value::Element { name, .. } = &self.node(id).value { name } else { &self.no_name }
    }

    fn detach(&mut self, id: NodeId) {
        let node = self.node_mut(id);
        let (parent, previous, next) = (node.parent.take(), node.previous.take(), node.next.take());
        match (previous, parent) {
            (Some(previous), _) => self.node_mut(previous).next = next,
            (None, Some(parent)) => self.node_mut(parent).first_child = next,
            (None, None) => {}
        }
        match (next, parent) {
            (Some(next), _) => self.node_mut(next).previous = previous,
            (None, Some(parent)) => self.node_mut(parent).last_child = previous,
            (None, None) => {}
        }
    }

    /// Puts a node or text into a parent: before one of its children, or last.
    fn insert(&mut self, parent: NodeId, before: Option<NodeId>, child: NodeOrText<NodeId>) {
        let previous = |tree: &Tree| before.map_or(tree.node(parent).last_child, |before| tree.node(before).previous);
        let id = match child {
            NodeOrText::AppendNode(id) => {
                self.detach(id);
                id
            }
            NodeOrText::AppendText(text) => {
                let start = self.text.len();
                self.text.push_str(&text);
                let end = self.text.len();
                let grown = previous(self).is_some_and(|previous| match &mut self.node_mut(previous).value {
                    Value::Text(range) if range.end == start => {
                        range.end = end;
                        true
                    }
                    _ => false,
                });
                if grown {
                    return;
                }
                self.add(Value::Text(start..end))
            }
        };
        let previous = previous(self);
        let depth = self.node(parent).depth + 1;
        self.depth = self.depth.max(depth);
        let node = self.node_mut(id);
        (node.parent, node.previous, node.next, node.depth) = (Some(parent), previous, before, depth);
        match previous {
            Some(previous) => self.node_mut(previous).next = Some(id),
            None => self.node_mut(parent).first_child = Some(id),
        }
        match before {
            Some(before) => self.node_mut(before).previous = Some(id),
            None => self.node_mut(parent).last_child = Some(id),
        }
    }
}

impl PartialEq for At<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl<'t> At<'t> {
    fn node(self) -> &'t Node {
        self.tree.node(self.id)
    }

    fn at(self, id: Option<NodeId>) -> Option<At<'t>> {
        id.map(|id| At { tree: self.tree, id })
    }

    pub(crate) fn parent(self) -> Option<At<'t>> {
        self.at(self.node().parent)
    }

    pub(crate) fn ancestors(self) -> impl Iterator<Item = At<'t>> {
        std::iter::successors(self.parent(), |at| at.parent())
    }

    /// What is directly inside, in order.
    pub(crate) fn children(self) -> impl Iterator<Item = At<'t>> {
        std::iter::successors(self.at(self.node().first_child), |at| at.at(at.node().next))
    }

    /// The siblings before, the nearest first.
    pub(crate) fn previous_siblings(self) -> impl Iterator<Item = At<'t>> {
        let previous = |at: At<'t>| at.at(at.node().previous);
        std::iter::successors(previous(self), move |at| previous(*at))
    }

    /// What is inside, in order; each node is opened and closed.
    pub(crate) fn walk(self) -> impl Iterator<Item = Edge<'t>> {
        let first_child = |at: At<'t>| at.at(at.node().first_child);
        let mut next = first_child(self).map(Edge::Open);
        std::iter::from_fn(move || {
            let edge = next.take()?;
            next = match edge {
                Edge::Open(at) => Some(first_child(at).map_or(Edge::Close(at), Edge::Open)),
                Edge::Close(at) => {
                    let up = || at.parent().filter(|up| *up != self).map(Edge::Close);
                    at.at(at.node().next).map(Edge::Open).or_else(up)
                }
            };
            Some(edge)
        })
    }

    /// What is inside, in order.
    pub(crate) fn descendants(self) -> impl Iterator<Item = At<'t>> {
        self.walk().filter_map(|edge| match edge {
            Edge::Open(at) => Some(at),
            Edge::Close(_) => None,
        })
    }

    /// The name of an element, without its namespace; nothing for any other node.
    pub(crate) fn name(self) -> &'t str {
        &self.tree.name(self.id).local
    }

    /// What tells it from the other places of its tree.
    pub(crate) fn number(self) -> u32 {
        self.id.0
    }

    /// The name and the attributes of an element, as the parser gave them.
    pub(crate) fn element(self) -> Option<(&'t QualName, &'t [Attribute])> {
        if let Value::Element { name, attributes } = &self.node().value { Some((name, attributes)) } else { None }
    }

    /// The text of a text node.
    pub(crate) fn text(self) -> Option<&'t str> {
        if let Value::Text(range) = &self.node().value { Some(&self.tree.text[range.clone()]) } else { None }
    }

    /// The attributes of an element with their values.
    pub(crate) fn attributes(self) -> impl Iterator<Item = (&'t str, &'t str)> {
        let attributes = if let Value::Element { attributes, .. } = &self.node().value { &attributes[..] } else { &[] };
        attributes.iter().map(|attribute| (&*attribute.name.local, &*attribute.value))
    }

    /// The value of an attribute.
    pub(crate) fn attribute(self, name: &str) -> Option<&'t str> {
        self.attributes().find(|(of, _)| *of == name).map(|(_, value)| value)
    }
}

/// What the parser builds a tree through.
struct Sink(RefCell<Tree>);

impl TreeSink for Sink {
    type Handle = NodeId;
    type Output = Tree;
    type ElemName<'a> = Ref<'a, QualName>;

    fn finish(self) -> Tree {
        self.0.into_inner()
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> NodeId {
        NodeId(0)
    }

    fn elem_name<'a>(&'a self, target: &NodeId) -> Ref<'a, QualName> {
        Ref::map(self.0.borrow(), |tree| tree.name(*target))
    }

    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, flags: ElementFlags) -> NodeId {
        let mut tree = self.0.borrow_mut();
        let id = tree.add(Value::Element { name, attributes });
        if flags.template {
            let content = tree.add(Value::Other);
            tree.insert(id, None, NodeOrText::AppendNode(content));
        }
        id
    }

    fn create_comment(&self, _: StrTendril) -> NodeId {
        self.0.borrow_mut().add(Value::Other)
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> NodeId {
        self.0.borrow_mut().add(Value::Other)
    }

    fn append(&self, parent: &NodeId, child: NodeOrText<NodeId>) {
        self.0.borrow_mut().insert(*parent, None, child);
    }

    fn append_based_on_parent_node(&self, element: &NodeId, previous: &NodeId, child: NodeOrText<NodeId>) {
        let has_parent = self.0.borrow().node(*element).parent.is_some();
        if has_parent { self.append_before_sibling(element, child) } else { self.append(previous, child) }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    fn get_template_contents(&self, target: &NodeId) -> NodeId {
        self.0.borrow().node(*target).first_child.unwrap_or(*target)
    }

    fn same_node(&self, a: &NodeId, b: &NodeId) -> bool {
        a == b
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &NodeId, child: NodeOrText<NodeId>) {
        let mut tree = self.0.borrow_mut();
        if let Some(parent) = tree.node(*sibling).parent {
            tree.insert(parent, Some(*sibling), child);
        }
    }

    fn add_attrs_if_missing(&self, target: &NodeId, more: Vec<Attribute>) {
        if let Value::Element { attributes, .. } = &mut self.0.borrow_mut().node_mut(*target).value {
            for attribute in more {
                if !attributes.iter().any(|known| known.name == attribute.name) {
                    attributes.push(attribute);
                }
            }
        }
    }

    fn remove_from_parent(&self, target: &NodeId) {
        self.0.borrow_mut().detach(*target);
    }

    fn reparent_children(&self, node: &NodeId, new_parent: &NodeId) {
        let mut tree = self.0.borrow_mut();
        while let Some(child) = tree.node(*node).first_child {
            tree.insert(*new_parent, None, NodeOrText::AppendNode(child));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(page: &str, expected: &str) {
        let tree = Tree::parse(page);
        let mut shown = String::new();
        for edge in tree.root().walk() {
            match edge {
                Edge::Open(at) if at.name().is_empty() => shown.push_str(at.text().unwrap_or("#")),
                Edge::Open(at) => {
                    let attributes: String = at.attributes().map(|(name, value)| format!(" {name}={value}")).collect();
                    shown.push_str(&format!("<{}{attributes}>", at.name()));
                }
                Edge::Close(at) if at.name().is_empty() => {}
                Edge::Close(_) => shown.push('/'),
            }
        }
        assert_eq!(shown.strip_prefix("<html><head>/<body>"), Some(format!("{expected}//").as_str()), "{page}");
    }

    #[test]
    fn the_tree_is_that_of_a_browser() {
        check("<p>a<p>b", "<p>a/<p>b/");
        check("<p>a\nb&amp;c<br>d", "<p>a\nb&c<br>/d/");
        check("<b>a<p>b</b>c", "<b>a/<p><b>b/c/");
        check("<b id=x>a<p>b</b>c</p>d", "<b id=x>a/<p><b id=x>b/c/d");
        check("<table>a<tr><td>b</table>", "a<table><tbody><tr><td>b////");
        check("<table><b>a<tr>b</table>c", "<b>a/<b>b/<table><tbody><tr>///<b>c/");
        check("<a>1<a>2", "<a>1/<a>2/");
        check("a<!--x-->b", "a#b");
        check("x<template>a<p>b</template>c", "x<template>#a<p>b//c");
        check("<svg><path id=1 /></svg>x", "<svg><path id=1>//x");
        check("<ul><li>a<li>b</ul>", "<ul><li>a/<li>b//");
    }

    #[test]
    fn attributes_of_a_second_body_are_added_if_missing() {
        let tree = Tree::parse("<body id=a><body id=b lang=nl>");
        let body = tree.root().descendants().find(|at| at.name() == "body").expect("a body");
        assert_eq!(body.attributes().collect::<Vec<_>>(), [("id", "a"), ("lang", "nl")]);
    }

    #[test]
    fn depth_without_end_and_formatting_without_end_are_cut() {
        let deep = Tree::parse(&"<div>".repeat(200_000));
        assert!(deep.is_cut && deep.nodes.len() < 20_000);
        let formatted: String = (0..100_000).map(|n| format!("<p><b id={n}>x")).collect();
        let formatted = Tree::parse(&formatted);
        assert!(formatted.is_cut);
        let tables = Tree::parse(&"<table><tr><td>".repeat(50_000));
        assert!(tables.is_cut);
    }

    #[test]
    fn a_long_page_is_whole() {
        let page = "<p>één <b>woord</b></p>".repeat(5_000);
        let tree = Tree::parse(&page);
        assert!(!tree.is_cut);
        assert_eq!(tree.root().descendants().filter_map(At::text).collect::<String>(), "één woord".repeat(5_000));
    }
}
