//! The matrix of rights over real sockets: every route of the listing for every kind of visitor, on what is theirs and on
//! what is somebody else's. A route or an op for which nobody has said who may is not let through, and fails here.
//! P-170, P-171, P-175, P-176.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod company;
mod sessions;

use company::{Company, Who};
use document::{
    ClientId, Document, Gesture, Kind, NodeId, Op, OpId, Order, Place, Property, Role, Value, Who as Author, allows,
    apply,
};
use relay::routes::listing::{Need, ROUTES, Route};

/// The least that one has to be, told apart from the listing so that a slip there is seen here.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Least {
    /// Everybody: what the request carries proves for itself who asks.
    Everybody,
    /// Whoever has signed in.
    SignedIn,
    /// Whoever has signed in and sits before it: no program, as all visitors of this matrix are.
    InPerson,
    /// This role on the dashboard.
    Dashboard(Role),
    /// This role on all that there is.
    Relay(Role),
}

fn least(route: &Route) -> Least {
    use Least::{Dashboard, Everybody, InPerson, Relay, SignedIn};
    use Role::{Editor, Owner, Viewer};
    match (route.method, route.path.trim_start_matches("/api/v1/")) {
        ("GET", "/api/openapi.json") => Everybody,
        ("POST", "links" | "sign-in" | "first-owner" | "reset") | ("GET", "account") => Everybody,
        ("GET", "openid" | "openid/callback") => Everybody,
        (_, path) if path == "sign-out" || path == "account" || path.starts_with("account/") => InPerson,
        (_, path) if path == "accounts" || path.starts_with("accounts/") => Relay(Owner),
        ("GET", "dashboards" | "tables" | "folders" | "groups" | "trash" | "templates" | "templates/{file}") => {
            SignedIn
        }
        ("POST", "dashboards" | "folders" | "templates/{id}") => Relay(Editor),
        ("GET", "tables/{name}/rows") => Relay(Viewer),
        ("POST", "tables/{name}/rows") => Relay(Editor),
        ("POST", "folders/{id}/dashboards") => Relay(Editor),
        ("DELETE", "folders/{id}" | "folders/{id}/grants/{holder}") | ("GET" | "PUT", "folders/{id}/grants") => {
            Relay(Owner)
        }
        ("GET", "audit" | "status") | ("POST", "groups") | ("PUT" | "DELETE", "groups/{id}") => Relay(Owner),
        (
            "GET",
            "dashboards/{id}"
            | "dashboards/{id}/ws"
            | "dashboards/{id}/ops"
            | "dashboards/{id}/moments"
            | "dashboards/{id}/document"
            | "dashboards/{id}/blame"
            | "dashboards/{id}/versions"
            | "dashboards/{id}/panels/{file}"
            | "dashboards/{id}/dashboard.pdf"
            | "dashboards/{id}/export"
            | "dashboards/{id}/thumbnail.svg",
        ) => Dashboard(Viewer),
        ("POST", "dashboards/{id}/versions" | "dashboards/{id}/drafts" | "dashboards/{id}/publish")
        | ("DELETE", "dashboards/{id}" | "dashboards/{id}/versions/{seq}")
        | ("PUT", "dashboards/{id}/folder")
        | ("POST", "dashboards/{id}/restore")
        | ("GET" | "DELETE", "dashboards/{id}/draft") => Dashboard(Editor),
        ("DELETE", "dashboards/{id}/shares/{share}" | "dashboards/{id}/grants/{holder}")
        | ("GET" | "POST", "dashboards/{id}/shares")
        | ("PATCH", "dashboards/{id}/shares/{share}")
        | ("GET" | "PUT", "dashboards/{id}/grants")
        | ("DELETE", "dashboards/{id}/trash") => Dashboard(Owner),
        (method, path) => panic!("say in the matrix who may {method} {path}"),
    }
}

/// What the least means for a visitor and a dashboard that is the company's, or another's.
fn may(who: Who, own: bool, route: &Route) -> bool {
    let is_draft = ["/draft", "/publish"].iter().any(|end| route.path.ends_with(end));
    match least(route) {
        Least::Everybody => true,
        Least::InPerson => false,
        Least::SignedIn => !matches!(who, Who::Nobody | Who::Link),
        Least::Dashboard(_) if who == Who::Link && is_draft => false,
        Least::Dashboard(least) => who.role(own) >= Some(least),
        Least::Relay(least) => who.everywhere() >= Some(least),
    }
}

#[tokio::test]
async fn every_route_lets_in_whom_it_should_and_nobody_else() {
    let company = Company::open().await;
    let mut seen = 0;
    for route in ROUTES {
        for who in Who::ALL {
            for own in [true, false] {
                let may = may(who, own, route);
                let refused = match route.need {
                    Need::Socket => company.socket_refused(who, own).await,
                    Need::Right(..) | Need::Proof | Need::Nothing => company.refused(who, own, route).await,
                };
                let what = format!("{} {} as {who:?}, own: {own}", route.method, route.path);
                assert_eq!(refused.is_none(), may, "{what}: {refused:?}");
                if let Some(code) = refused {
                    let is_of_dashboard = route.path.contains("/dashboards/{id}");
                    let expected = match who {
                        Who::Nobody => vec!["sign_in_needed", "4401"],
                        Who::Link if is_of_dashboard && !own => vec!["sign_in_needed", "4401"],
                        Who::Link => vec!["sign_in_needed", "not_allowed"],
                        _ if is_of_dashboard && who.role(own).is_none() => vec!["no_such_dashboard", "4404"],
                        _ if is_of_dashboard => vec!["not_allowed"],
                        _ => vec!["not_allowed", "no_such_table", "no_such_folder"],
                    };
                    assert!(expected.contains(&&*code), "{what}: {code}");
                }
                seen += 1;
            }
        }
    }
    assert_eq!(seen, ROUTES.len() * Who::ALL.len() * 2);
}

/// What is listed is there, and what is there and not listed is let through to nobody.
#[tokio::test]
async fn the_listing_and_the_routes_are_the_same() {
    let company = Company::open().await;
    for route in ROUTES.iter().filter(|route| route.need != Need::Socket) {
        let code = company.code(Who::Root, true, route).await;
        assert!(!["no_such_path", "method_not_allowed"].contains(&&*code), "{} {}: {code}", route.method, route.path);
    }
    for (method, path, code) in [
        ("GET", "/api/v1/secrets", "no_such_path"),
        ("PATCH", "/api/v1/dashboards", "method_not_allowed"),
        ("POST", "/api/v1/dashboards/x/ops", "method_not_allowed"),
        ("GET", "/api/v1/dashboards/x/ops/y", "no_such_path"),
        ("GET", "/api//v1/dashboards", "no_such_path"),
        ("GET", "/api", "no_such_path"),
    ] {
        assert_eq!(company.ask(method, path, Who::Root, "").await.code, code, "{method} {path}");
    }
}

#[tokio::test]
async fn a_list_shows_what_one_may_see() {
    let company = Company::open().await;
    for (who, own, foreign) in
        [(Who::Viewer, true, false), (Who::OwnerOfAnother, false, true), (Who::RootViewer, true, true)]
    {
        let list = company.ask("GET", "/api/v1/dashboards", who, "").await.body;
        let has = |own| list.contains(&company.dashboard(own).to_string());
        assert_eq!((has(true), has(false)), (own, foreign), "{who:?}");
    }
}

const PANEL: NodeId = NodeId::from_bytes([1; 8]);
const LOCKED: NodeId = NodeId::from_bytes([2; 8]);
const COMMENT: NodeId = NodeId::from_bytes([3; 8]);
const NEW: NodeId = NodeId::from_bytes([9; 8]);
const ME: ClientId = ClientId::from_bytes([1; 8]);
const SOMEBODY: ClientId = ClientId::from_bytes([2; 8]);

/// The least role for an op on a free panel; what is locked is an owner's, and comments are judged by their author.
fn least_for(op: &Op) -> Role {
    match op {
        Op::Insert { kind, .. } => match kind {
            Kind::Comment | Kind::Reply => Role::Commenter,
            Kind::Dashboard
            | Kind::Chart
            | Kind::Stat
            | Kind::Tab
            | Kind::Row
            | Kind::Table
            | Kind::Text
            | Kind::Control
            | Kind::Annotation => Role::Editor,
        },
        Op::Set { property: Property::Locked, .. } => Role::Owner,
        Op::Set { .. } | Op::Place { .. } | Op::Delete { .. } | Op::Restore { .. } => Role::Editor,
    }
}

#[test]
fn every_op_of_every_class_needs_its_role() {
    let place = |parent| Place { parent, order: Order::default() };
    let mut document = Document::default();
    let insert = |node, kind, parent| Op::Insert { node, kind, place: place(parent) };
    let lock = Op::Set { node: LOCKED, property: Property::Locked, value: Value::Flag(true) };
    let ops = vec![
        insert(PANEL, Kind::Chart, NodeId::ROOT),
        insert(LOCKED, Kind::Chart, NodeId::ROOT),
        insert(COMMENT, Kind::Comment, PANEL),
        lock,
    ];
    apply(&mut document, &Gesture { id: OpId { client: SOMEBODY, counter: 1 }, ops }, None).unwrap();
    let set = |node, property: &Property| Op::Set { node, property: *property, value: Value::Flag(true) };
    let on = |node| {
        let inserts = Kind::ALL.map(|kind| insert(NEW, kind, node)).into_iter();
        let sets = Property::ALL.iter().map(move |property| set(node, property));
        let rest = [Op::Place { node, place: place(NodeId::ROOT) }, Op::Delete { node }, Op::Restore { node }];
        inserts.chain(sets).chain(rest).collect::<Vec<_>>()
    };
    for role in [Role::Viewer, Role::Commenter, Role::Editor, Role::Owner] {
        let may = |op: &Op| allows(Author { role, client: ME }, op, &document).is_ok();
        for op in on(PANEL) {
            assert_eq!(may(&op), role >= least_for(&op), "{op:?} as {role:?}");
        }
        for op in on(LOCKED) {
            let least = if least_for(&op) == Role::Commenter { Role::Commenter } else { Role::Owner };
            assert_eq!(may(&op), role >= least, "{op:?} on what is locked as {role:?}");
        }
        for op in [Op::Delete { node: COMMENT }, set(COMMENT, &Property::Body)] {
            assert_eq!(may(&op), role >= Role::Editor, "{op:?} on somebody's comment as {role:?}");
        }
        assert_eq!(may(&set(COMMENT, &Property::Resolved)), role >= Role::Commenter);
    }
}
