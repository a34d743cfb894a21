//! The page: one workspace owns what the page knows about an open dashboard, components show it.
//! Everything that decides (`sync`, `workspace::edit`, `data`) is pure and tested natively; `sync::socket` alone
//! knows WebSocket, `canvas` alone knows the 2D context, `api` alone fetches.

mod address;
mod agent;
pub mod api;
pub mod app;
pub mod canvas;
mod components;
pub mod data;
mod decimal;
mod engine;
pub mod identity;
mod json;
mod later;
mod locale;
pub mod markdown;
mod pages;
mod parts;
pub mod past;
pub mod random;
pub mod relay_address;
mod routes;
mod sheet;
pub mod shelf;
mod shell;
pub mod sound;
pub mod sync;
mod theme;
pub mod workspace;
