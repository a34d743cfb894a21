//! A notice: what a person has to be told now, in a toast. What the page says comes in words; what became of an edit
//! comes as a fact, and is put in words here, beside the reasons for which a relay refuses.

use document::Refusal;
use yew::prelude::*;

use super::Toast;
use crate::{
    locale::{RelayWords as Words, property_name, say, say_filled},
    sync::told::Told,
    workspace::{Notice, Said},
};

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct NoticeProps {
    pub(crate) notice: Notice,
    pub(crate) on_close: Callback<()>,
}

/// The toast.
pub(crate) fn notice(NoticeProps { notice, on_close }: NoticeProps) -> Html {
    let words = match notice.said {
        Said::Words(words) => words,
        Said::Told(told) => told_words(&told),
    };
    html! { <Toast key={notice.number} {words} {on_close} /> }
}

fn told_words(told: &Told) -> String {
    match told {
        Told::NotArrived => say(Words::NotArrived).to_owned(),
        Told::NotAnyMore => say(Words::NotAnyMore).to_owned(),
        Told::TooManyWait => say(Words::TooManyWait).to_owned(),
        Told::NotTaken(refusal) => say_filled(Words::NotTaken, &[("reason", &refusal_words(refusal))]),
        Told::TakenBack(refusal) => say_filled(Words::TakenBack, &[("reason", &refusal_words(refusal))]),
    }
}

/// Why an edit is not taken, as a clause without a full stop.
pub(crate) fn refusal_words(refusal: &Refusal) -> String {
    say(match refusal {
        Refusal::Invalid { property, .. } => {
            return say_filled(Words::DoesNotFit, &[("property", &property_name(*property))]);
        }
        Refusal::NotAllowed => Words::MayNot,
        Refusal::Locked => Words::IsLocked,
        Refusal::NoSuchNode(_) => Words::IsGone,
        Refusal::Full => Words::IsFull,
        Refusal::TooLarge { .. } | Refusal::OpCount(_) => Words::IsTooLarge,
        Refusal::DocumentTooLarge => Words::TextsTooLong,
        Refusal::StorageFailed => Words::NotStored,
        Refusal::IdTaken(_)
        | Refusal::Misplaced { .. }
        | Refusal::Cycle
        | Refusal::TooDeep
        | Refusal::Root
        | Refusal::OrderTooLong => Words::NotThere,
    })
    .to_owned()
}

/// The dashboard is damaged at the relay: nothing here helps, so it is said who can.
pub(crate) fn damaged() -> &'static str {
    say(Words::Damaged)
}
