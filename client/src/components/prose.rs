//! Prose: Markdown as elements of the page, each made here and none from a text, so that nothing people write runs.
//! `$name` shows what is chosen in the control of that name.

use std::rc::Rc;

use yew::{prelude::*, virtual_dom::VNode};

use crate::{
    locale::{Message, t},
    markdown::{Align, Block, Inline, parse},
    parts::rest,
};

/// Names of variables and what is chosen in them. A dashboard has a handful: looking through them is as good as a map.
pub(crate) type Variables = Rc<Vec<(String, String)>>;

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct ProseProps {
    /// Markdown.
    pub(crate) text: AttrValue,
}

#[component]
pub(crate) fn Prose(props: &ProseProps) -> Html {
    let variables = use_context::<Variables>().unwrap_or_default();
    let blocks = use_memo(props.text.clone(), |text| parse(text));
    html! { <div class="prose">{ many(&blocks, &variables) }</div> }
}

/// For each block the level of its heading in the page, where the panel has the second one: never more than one below
/// the heading before it, for whoever walks from heading to heading. What is no heading has none.
fn levels(blocks: &[Block]) -> Vec<usize> {
    let mut above: Vec<u8> = Vec::new();
    let mut place = |level: u8| {
        above.retain(|other| *other < level);
        above.push(level);
        (above.len() + 2).min(6)
    };
    let level = |block: &Block| if let Block::Heading(level, _) = block { place(*level) } else { 0 };
    blocks.iter().map(level).collect()
}

/// What a text panel shows; one without words says what could be there.
pub(crate) fn text_view(text: &str, editable: bool) -> Html {
    if text.trim().is_empty() {
        let words = t(if editable { Message::EmptyText } else { Message::NothingWritten });
        return html! { <div class="text-view"><p class="field-hint">{ words }</p></div> };
    }
    html! { <div class="text-view" tabindex="0">{ rest(ProseProps { text: text.to_owned().into() }, |rest| rest.prose) }</div> }
}

/// The text with what is chosen in place of the names of variables; a name that nobody gave stays.
pub(crate) fn filled(text: &str, variables: &Variables) -> String {
    let mut parts = text.split('$');
    let mut filled = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let is_name = |char: char| char.is_ascii_alphanumeric() || char == '_';
        let name = &part[..part.find(|char| !is_name(char)).unwrap_or(part.len())];
        match variables.iter().find(|(known, _)| known == name) {
            Some((_, value)) => filled.extend([value, &part[name.len()..]]),
            None => filled.extend(["$", part]),
        }
    }
    filled
}

fn many(blocks: &[Block], variables: &Variables) -> Html {
    blocks.iter().zip(levels(blocks)).map(|(block, level)| one(block, level, variables)).collect()
}

fn one(block: &Block, level: usize, variables: &Variables) -> Html {
    let words = |inlines: &[Inline]| line(inlines, variables);
    match block {
        Block::Heading(size, inlines) => {
            let tag = format!("h{level}");
            html! { <@{tag} dir="auto" class={format!("prose-{size}")}>{ words(inlines) }</@> }
        }
        Block::Paragraph(inlines) => html! { <p dir="auto">{ words(inlines) }</p> },
        Block::Quote(blocks) => html! { <blockquote>{ many(blocks, variables) }</blockquote> },
        Block::List(first, items) => {
            let items: Html = items.iter().map(|item| html! { <li>{ tight(item, variables) }</li> }).collect();
            match first {
                Some(first) => html! { <ol start={first.to_string()}>{ items }</ol> },
                None => html! { <ul>{ items }</ul> },
            }
        }
        Block::Code(code) => html! { <pre dir="ltr"><code>{ code }</code></pre> },
        Block::Rule => html! { <hr /> },
        Block::Table(aligns, rows) => table(aligns, rows, variables),
    }
}

/// An item of one paragraph needs none around its words.
fn tight(item: &[Block], variables: &Variables) -> Html {
    match item {
        [Block::Paragraph(inlines), rest @ ..] => {
            html! { <><bdi>{ line(inlines, variables) }</bdi>{ many(rest, variables) }</> }
        }
        blocks => many(blocks, variables),
    }
}

fn table(aligns: &[Align], rows: &[Vec<Vec<Inline>>], variables: &Variables) -> Html {
    let row = |cells: &Vec<Vec<Inline>>, tag: &'static str| {
        let cell = |(inlines, align): (&Vec<Inline>, &Align)| {
            let class = match align {
                Align::Start => None,
                Align::Center => Some("align-center"),
                Align::End => Some("align-end"),
            };
            html! { <@{tag} {class} dir="auto">{ line(inlines, variables) }</@> }
        };
        html! { <tr>{ for cells.iter().zip(aligns).map(cell) }</tr> }
    };
    let (head, body) = rows.split_first().map_or((None, rows), |(head, body)| (Some(head), body));
    html! {
        <div class="prose-table"><table>
            <thead>{ for head.map(|head| row(head, "th")) }</thead>
            <tbody>{ for body.iter().map(|cells| row(cells, "td")) }</tbody>
        </table></div>
    }
}

fn line(inlines: &[Inline], variables: &Variables) -> Html {
    let inner = |inlines: &[Inline]| line(inlines, variables);
    let part = |inline: &Inline| match inline {
        Inline::Text(text) => VNode::from(filled(text, variables)),
        Inline::Code(code) => html! { <code dir="ltr">{ code }</code> },
        Inline::Emphasis(words) => html! { <em>{ inner(words) }</em> },
        Inline::Strong(words) => html! { <strong>{ inner(words) }</strong> },
        Inline::Struck(words) => html! { <del>{ inner(words) }</del> },
        Inline::Link(to, words) => {
            html! { <a href={to.clone()} target="_blank" rel="noopener">{ inner(words) }</a> }
        }
        Inline::Break => html! { <br /> },
    };
    inlines.iter().map(part).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_go_down_one_level_at_a_time() {
        let text = "## A\nwords\n\n#### B\n\n### C\n\n# D\n\n###### E\n";
        assert_eq!(levels(&parse(text)), [3, 0, 4, 4, 3, 4]);
    }

    #[test]
    fn names_of_variables_give_way_to_what_is_chosen() {
        let value = |(name, value): (&str, &str)| (name.to_owned(), value.to_owned());
        let variables = Variables::new([("host", "a"), ("hosts", "b, c")].map(value).into());
        for (text, expected) in [
            ("on $host.", "on a."),
            ("$hosts and $host_1 and $", "b, c and $host_1 and $"),
            ("5 $ and $$host", "5 $ and $a"),
            ("", ""),
        ] {
            assert_eq!(filled(text, &variables), expected, "{text}");
        }
    }
}
