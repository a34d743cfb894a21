//! Who may what over HTTP: the links of a dashboard, the roles that people have on it, and showing a link.

use gloo::net::http::Method;

use super::{ApiError, ask, of_dashboard, read, send};
use crate::json::{Json, quoted};

/// A link to a dashboard, without its secret.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct LinkInfo {
    pub(crate) id: String,
    /// `viewer`, `commenter` or `editor`.
    pub(crate) role: String,
    /// When it ends, in milliseconds since the Unix epoch.
    pub(crate) expires_ms: Option<i64>,
    pub(crate) has_password: bool,
    pub(crate) is_revoked: bool,
    pub(crate) uses: usize,
    /// When it was used last, and from where.
    pub(crate) last_use: Option<(i64, String)>,
}

/// A link that is to be made.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct LinkWanted {
    pub(crate) role: String,
    pub(crate) expires_ms: Option<i64>,
    pub(crate) password: String,
    /// Origins of pages that may embed it.
    pub(crate) frame_ancestors: Vec<String>,
}

/// A role that somebody has on a dashboard.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct GrantInfo {
    /// `account:ID` or `group:ID`.
    pub(crate) holder: String,
    pub(crate) name: String,
    pub(crate) role: String,
}

/// What a link opens.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Opened {
    /// Names the dashboard.
    pub(crate) dashboard: String,
    /// What stands for the link from now on, where the page stands in a frame.
    pub(crate) ticket: Option<String>,
}

/// The links of a dashboard.
pub(crate) async fn list_links(id: &str) -> Result<Vec<LinkInfo>, ApiError> {
    let link = |link: &Json| {
        let last_use = link
            .list("lastUses")
            .unwrap_or_default()
            .first()
            .and_then(|last| Some((last.number("atMs")? as i64, last.text("from").unwrap_or_default())));
        Some(LinkInfo {
            id: link.text("id")?,
            role: link.text("role")?,
            expires_ms: link.number("expiresMs").map(|end| end as i64),
            has_password: link.flag("password"),
            is_revoked: link.flag("revoked"),
            uses: link.number("uses")? as usize,
            last_use,
        })
    };
    read(&ask(Method::GET, &of_dashboard(id, "/shares")).await?, |answer| {
        answer.list("shares")?.iter().map(link).collect()
    })
}

/// Makes a link and returns it; it is told this once.
pub(crate) async fn make_link(id: &str, wanted: &LinkWanted) -> Result<String, ApiError> {
    let LinkWanted { role, expires_ms, password, frame_ancestors } = wanted;
    let mut body = ["{\"role\":", &quoted(role)].concat();
    if let Some(end) = expires_ms {
        body += &[",\"expiresMs\":", &end.to_string()].concat();
    }
    if !password.is_empty() {
        body += &[",\"password\":", &quoted(password)].concat();
    }
    let origins: Vec<String> = frame_ancestors.iter().map(|origin| quoted(origin)).collect();
    body += &[",\"frameAncestors\":[", &origins.join(","), "]}"].concat();
    let answer = send(Method::POST, &of_dashboard(id, "/shares"), Some(body)).await?;
    let text = answer.text().await.map_err(|_| ApiError::Unreachable)?;
    read(&text, |answer| answer.text("link"))
}

/// Gives a link another role, and another end unless that stays: `Some(None)` is never.
pub(crate) async fn change_link(id: &str, link: &str, role: &str, end_ms: Option<Option<i64>>) -> Result<(), ApiError> {
    let end = match end_ms {
        Some(Some(end_ms)) => [",\"expiresMs\":", &end_ms.to_string()].concat(),
        Some(None) => ",\"expiresMs\":null".to_owned(),
        None => String::new(),
    };
    let body = ["{\"role\":", &quoted(role), &end, "}"].concat();
    send(Method::PATCH, &of_dashboard(id, &["/shares/", link].concat()), Some(body)).await.map(|_| ())
}

/// Takes a link back.
pub(crate) async fn revoke_link(id: &str, link: &str) -> Result<(), ApiError> {
    send(Method::DELETE, &of_dashboard(id, &["/shares/", link].concat()), None).await.map(|_| ())
}

/// Who has which role on a dashboard.
pub(crate) async fn list_grants(id: &str) -> Result<Vec<GrantInfo>, ApiError> {
    let grant = |grant: &Json| {
        let name = grant.text("name").unwrap_or_default();
        Some(GrantInfo { holder: grant.text("holder")?, name, role: grant.text("role")? })
    };
    read(&ask(Method::GET, &of_dashboard(id, "/grants")).await?, |answer| {
        answer.list("grants")?.iter().map(grant).collect()
    })
}

/// Gives a role to whoever signs in so, or else to the group of this name.
pub(crate) async fn give_role(id: &str, who: &str, role: &str) -> Result<(), ApiError> {
    let path = of_dashboard(id, "/grants");
    let body = |kind: &str| ["{", &quoted(kind), ":", &quoted(who), ",\"role\":", &quoted(role), "}"].concat();
    match send(Method::PUT, &path, Some(body("account"))).await {
        Err(ApiError::Problem { code, .. }) if code == "no_such_account" => {
            send(Method::PUT, &path, Some(body("group"))).await.map(|_| ())
        }
        answer => answer.map(|_| ()),
    }
}

/// Takes a role back.
pub(crate) async fn take_role(id: &str, holder: &str) -> Result<(), ApiError> {
    send(Method::DELETE, &of_dashboard(id, &["/grants/", holder].concat()), None).await.map(|_| ())
}

/// Shows a link to the relay. In a frame a browser keeps no cookie, so what stands for the link is told instead.
pub(crate) async fn show_link(link: &str, password: &str, is_embedded: bool) -> Result<Opened, ApiError> {
    let mut body = ["{\"link\":", &quoted(link)].concat();
    if !password.is_empty() {
        body += &[",\"password\":", &quoted(password)].concat();
    }
    body += if is_embedded { ",\"embedded\":true}" } else { "}" };
    let answer = send(Method::POST, "/api/v1/links", Some(body)).await?;
    let text = answer.text().await.map_err(|_| ApiError::Unreachable)?;
    read(&text, |answer| Some(Opened { dashboard: answer.text("dashboard")?, ticket: answer.text("ticket") }))
}
