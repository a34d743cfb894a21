//! Presence on the page: where the others point, what they drag, and going along with one of them. What moves all the
//! time is drawn by components of its own, so that no panel renders because somebody moves a pointer.

mod companions;
mod follow;
mod sight;
mod spot;
mod tell;

pub(crate) use companions::{Companions, CompanionsProps};
pub(crate) use follow::{Following, FollowingProps, Leader};
pub(crate) use tell::{use_told_pointer, use_told_viewport};
