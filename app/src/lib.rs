//! The web: for each noun its routes, handlers and page components.
//!
//! A handler reads the request, calls one use case and answers. Pages are synchronous Leptos
//! components that get a model; nothing is loaded while a page is rendered.

pub mod account;
pub mod admin;
mod arrange;
pub mod assist;
pub mod audit;
pub mod category;
pub mod certificate;
mod contact;
mod download;
mod estate;
pub mod feed;
pub mod form;
pub mod frame;
pub mod home;
pub mod hours;
pub mod household;
pub mod icon;
pub mod join;
mod listing;
pub mod message;
pub mod notice;
pub mod org;
pub mod parts;
pub mod patrol;
pub mod person;
pub mod phone;
pub mod photo;
mod plan;
pub mod post;
pub mod privacy;
pub mod problem;
pub mod qr;
pub mod render;
pub mod report;
pub mod routes;
mod service;
pub mod settings;
pub mod setup;
pub mod site;
pub mod web;

pub use routes::{Access, Route, router, table};
pub use web::{AppState, Options};
