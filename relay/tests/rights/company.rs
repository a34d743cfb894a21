//! A relay with a company in it: two dashboards, and one visitor of every kind, each with a token or a link.

use std::{collections::BTreeSet, net::SocketAddr, sync::Mutex};

use document::{ClientId, Outline, Role};
use futures_util::{SinkExt, StreamExt};
use protocol::{FromClient, FromRelay, Hello, Person, decode, encode};
use relay::{
    Relay,
    audit::{Act, Line},
    config::Config,
    dashboard::DashboardId,
    directory::{
        Account, AccountId, Change, Directory, Folder, FolderId, Grant, Group, GroupId, Holder, Place, Record, Scope,
        Token, TokenId,
    },
    log::{self, MemoryLog, Write},
    rooms::Rooms,
    routes::listing::Route,
    visitor::secret::Secret,
};
use serde_json::json;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};
use tokio_tungstenite::{
    WebSocketStream, client_async,
    tungstenite::{Message, client::IntoClientRequest},
};

/// Who asks: by what they have on the company's own dashboard, or on another one, or everywhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Who {
    Nobody,
    Link,
    Viewer,
    Commenter,
    Editor,
    Owner,
    OwnerOfAnother,
    RootViewer,
    RootEditor,
    Root,
}

impl Who {
    pub(crate) const ALL: [Self; 10] = [
        Self::Nobody,
        Self::Link,
        Self::Viewer,
        Self::Commenter,
        Self::Editor,
        Self::Owner,
        Self::OwnerOfAnother,
        Self::RootViewer,
        Self::RootEditor,
        Self::Root,
    ];

    /// On the own dashboard, or on the foreign one.
    pub(crate) fn role(self, own: bool) -> Option<Role> {
        let given = match (self, own) {
            (Self::Link | Self::Viewer, true) => Some(Role::Viewer),
            (Self::Commenter, true) => Some(Role::Commenter),
            (Self::Editor, true) => Some(Role::Editor),
            (Self::Owner, true) | (Self::OwnerOfAnother, false) => Some(Role::Owner),
            _ => None,
        };
        given.max(self.everywhere())
    }

    pub(crate) fn everywhere(self) -> Option<Role> {
        match self {
            Self::RootViewer => Some(Role::Viewer),
            Self::RootEditor => Some(Role::Editor),
            Self::Root => Some(Role::Owner),
            _ => None,
        }
    }
}

pub(crate) struct Company {
    pub(crate) address: SocketAddr,
    pub(crate) directory: Directory,
    tokens: Vec<Option<String>>,
    objects: Mutex<[Objects; 2]>,
    cookie: Mutex<String>,
}

/// A dashboard and what belongs to it.
#[derive(Clone, Copy)]
struct Objects {
    dashboard: DashboardId,
    draft: DashboardId,
}

pub(crate) struct Said {
    pub(crate) status: u16,
    /// Of the problem, if it is one.
    pub(crate) code: String,
    pub(crate) head: String,
    pub(crate) body: String,
}

pub(crate) type Socket = WebSocketStream<TcpStream>;

pub(crate) const FOLDER: FolderId = FolderId::fixed(1);
const TEMPLATE: &str = "sales";
const NO_PANEL: &str = "0000000000000000.svg";
const GROUP: GroupId = GroupId::fixed(1);

impl Company {
    pub(crate) async fn open() -> Self {
        let page = tempfile::tempdir().unwrap();
        let config = Config {
            listen: "0.0.0.0:1".parse().unwrap(),
            page: page.path().into(),
            machine_feed: false,
            ..Config::default()
        };
        let (log, _thread) = log::writer::start(MemoryLog::default()).unwrap();
        let relay = Relay::open(config, log).await.unwrap();
        let directory = relay.directory().clone();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(relay.serve(listener, std::future::pending()));
        let mut tokens = Vec::new();
        for (number, who) in (1..).zip(Who::ALL) {
            let is_known = !matches!(who, Who::Nobody | Who::Link);
            tokens.push(if is_known { Some(hire(&directory, number, who).await) } else { None });
        }
        let nothing = Objects { dashboard: DashboardId::fixed(0), draft: DashboardId::fixed(0) };
        let (objects, cookie) = (Mutex::new([nothing; 2]), Mutex::default());
        let company = Self { address, directory, tokens, objects, cookie };
        let folder = Folder { id: FOLDER, title: "Sales".into(), parent: None };
        let group = Group { id: GROUP, name: "Sales".into(), members: BTreeSet::new() };
        company.put([Record::Folder(folder), Record::Group(group)]).await;
        for own in [true, false] {
            company.renew(own).await;
        }
        company
    }

    pub(crate) async fn put(&self, records: impl IntoIterator<Item = Record>) {
        put(&self.directory, Vec::new(), records).await;
    }

    pub(crate) fn dashboard(&self, own: bool) -> DashboardId {
        self.objects(own).dashboard
    }

    fn objects(&self, own: bool) -> Objects {
        self.objects.lock().unwrap()[usize::from(own)]
    }

    pub(crate) fn account(who: Who) -> AccountId {
        AccountId::fixed(1 + Who::ALL.iter().position(|other| *other == who).unwrap() as u128)
    }

    /// A new dashboard with a draft, and everybody's roles on it.
    pub(crate) async fn renew(&self, own: bool) {
        let dashboard = DashboardId::fresh();
        let roles = Who::ALL.iter().filter(|who| **who != Who::Link && who.everywhere().is_none());
        let grants = roles.filter_map(|who| {
            let (holder, place) = (Holder::Account(Self::account(*who)), Place::Dashboard(dashboard));
            Some(Record::Grant(Grant { holder, place, role: who.role(own)? }))
        });
        let create = Rooms::creation(dashboard, &Outline::default(), "Ada").unwrap();
        put(&self.directory, vec![create], grants.collect::<Vec<_>>()).await;
        let draft = self.ask("POST", &format!("/api/v1/dashboards/{dashboard}/drafts"), Who::Root, "").await;
        let draft: serde_json::Value = serde_json::from_str(&draft.body).unwrap();
        let draft = draft["id"].as_str().unwrap().parse().unwrap();
        self.objects.lock().unwrap()[usize::from(own)] = Objects { dashboard, draft };
        if own {
            self.use_link("{}").await;
        }
    }

    /// Makes a link to the own dashboard.
    pub(crate) async fn share(&self, wanted: &str) -> String {
        let path = format!("/api/v1/dashboards/{}/shares", self.dashboard(true));
        let made = self.ask("POST", &path, Who::Owner, wanted).await;
        assert_eq!(made.status, 201, "{}", made.body);
        let made: serde_json::Value = serde_json::from_str(&made.body).unwrap();
        made["link"].as_str().unwrap().to_owned()
    }

    /// Makes a link and goes on with it as [`Who::Link`].
    pub(crate) async fn use_link(&self, wanted: &str) {
        let link = self.share(wanted).await;
        *self.cookie.lock().unwrap() = self.show(&link).await;
    }

    /// Shows a link and keeps what the relay gives for it.
    async fn show(&self, link: &str) -> String {
        let shown = self.ask("POST", "/api/v1/links", Who::Nobody, &format!("{{\"link\":\"{link}\"}}")).await;
        assert_eq!(shown.status, 200, "{}", shown.body);
        let cookie = shown.head.lines().find_map(|line| line.strip_prefix("set-cookie: ")).unwrap();
        assert!(cookie.contains("HttpOnly; SameSite=Lax") && cookie.contains("Path=/api/v1/dashboards/"), "{cookie}");
        cookie.split(';').next().unwrap().to_owned()
    }

    fn proof(&self, who: Who) -> String {
        let token = &self.tokens[Who::ALL.iter().position(|other| *other == who).unwrap()];
        match token {
            Some(token) => format!("authorization: Bearer {token}\r\n"),
            None if who == Who::Link => format!("cookie: {}\r\n", self.cookie.lock().unwrap()),
            None => String::new(),
        }
    }

    pub(crate) async fn ask(&self, method: &str, path: &str, who: Who, body: &str) -> Said {
        let head = format!("{method} {path} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n", self.address);
        let kind = if path.ends_with("/rows") { "content-type: application/x-ndjson\r\n" } else { "" };
        let rest = format!("{kind}{}content-length: {}\r\n\r\n{body}", self.proof(who), body.len());
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        stream.write_all((head + &rest).as_bytes()).await.unwrap();
        let mut said = Vec::new();
        stream.read_to_end(&mut said).await.unwrap();
        let said = String::from_utf8_lossy(&said);
        let (head, body) = said.split_once("\r\n\r\n").unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        let problem: serde_json::Value = serde_json::from_str(body).unwrap_or_default();
        let code = problem["code"].as_str().unwrap_or_default().to_owned();
        Said { status, code, head: head.to_owned(), body: body.to_owned() }
    }

    /// The code of what the route answers; what it changes is made anew.
    pub(crate) async fn code(&self, who: Who, own: bool, route: &Route) -> String {
        let is_of_trash = route.path.ends_with("/restore") || route.path.ends_with("}/trash");
        if is_of_trash {
            self.ask("DELETE", &format!("/api/v1/dashboards/{}", self.dashboard(own)), Who::Root, "").await;
        }
        let said = self.ask(route.method, &self.path(own, route), who, "").await;
        if is_of_trash || route.method != "GET" && said.status < 300 {
            self.put([Record::Group(Group { id: GROUP, name: "Sales".into(), members: BTreeSet::new() })]).await;
            self.put([Record::Folder(Folder { id: FOLDER, title: "Sales".into(), parent: None })]).await;
            self.renew(own).await;
        }
        said.code
    }

    /// The code with which the gate refuses a visitor.
    pub(crate) async fn refused(&self, who: Who, own: bool, route: &Route) -> Option<String> {
        let code = self.code(who, own, route).await;
        let gates = ["sign_in_needed", "not_allowed", "no_such_dashboard", "no_such_folder"];
        // A table that is not there is told after the gate, in the same words as one that is not to be seen.
        let is_table = route.path.contains("/tables/") && code == "no_such_table" && who.everywhere().is_none();
        (gates.contains(&&*code) || is_table).then_some(code)
    }

    fn path(&self, own: bool, route: &Route) -> String {
        let Objects { dashboard, draft } = self.objects(own);
        let is_of_draft = ["/draft", "/publish"].iter().any(|end| route.path.ends_with(end));
        let id = match route.path.split('/').nth(3).unwrap_or_default() {
            "dashboards" if is_of_draft => draft.to_string(),
            "dashboards" | "trash" => dashboard.to_string(),
            "folders" => FOLDER.to_string(),
            "templates" => TEMPLATE.to_owned(),
            _ => GROUP.to_string(),
        };
        let file = if route.path.contains("/templates/") { format!("{TEMPLATE}.svg") } else { NO_PANEL.to_owned() };
        let ids = ["{id}", "{account}", "{token}", "{sign_in}"];
        let path = ids.iter().fold(route.path.to_owned(), |path, name| path.replace(name, &id));
        let path = path.replace("{name}", "t").replace("{seq}", "1");
        path.replace("{file}", &file).replace("{share}", &id).replace("{holder}", "account:x")
    }

    /// The code with which the own or the foreign dashboard's socket closes; `None` where it says welcome.
    pub(crate) async fn socket_refused(&self, who: Who, own: bool) -> Option<String> {
        let (mut socket, _) = self.connect(who, self.dashboard(own)).await;
        loop {
            match socket.next().await {
                Some(Ok(Message::Binary(frame))) => {
                    if matches!(decode(&frame).unwrap(), FromRelay::Welcome(_)) {
                        return None;
                    }
                }
                Some(Ok(Message::Close(Some(frame)))) => return Some(u16::from(frame.code).to_string()),
                Some(Ok(_)) => {}
                other => panic!("{other:?}"),
            }
        }
    }

    /// A socket that has said hello.
    pub(crate) async fn connect(&self, who: Who, dashboard: DashboardId) -> (Socket, ClientId) {
        let mut request =
            format!("ws://{}/api/v1/dashboards/{dashboard}/ws", self.address).into_client_request().unwrap();
        if let Some((name, value)) = self.proof(who).trim().split_once(": ") {
            let name: warp::http::HeaderName = name.parse().unwrap();
            request.headers_mut().insert(name, value.parse().unwrap());
        }
        let stream = TcpStream::connect(self.address).await.unwrap();
        let (mut socket, _) = client_async(request, stream).await.unwrap();
        let client = ClientId::from_bytes([u8::try_from(Who::ALL.iter().position(|w| *w == who).unwrap()).unwrap(); 8]);
        let person = Person { name: "Ada".into(), color: 0 };
        let hello = FromClient::Hello(Hello { client, also: Vec::new(), last: None, person });
        // A relay that lets nobody in may have closed already.
        let _closed = socket.send(Message::binary(encode(&hello).unwrap())).await;
        (socket, client)
    }
}

/// An account with a token, by which it asks.
async fn hire(directory: &Directory, number: u128, who: Who) -> String {
    let (id, secret) = (AccountId::fixed(number), Secret::fresh().unwrap());
    let login = format!("{who:?}").to_lowercase();
    let account = json!({ "id": id, "login": login, "name": login, "role": who.everywhere(), "made_ms": 0 });
    let account: Account = serde_json::from_value(account).unwrap();
    let token = Token {
        id: TokenId::fixed(number),
        account: id,
        name: "test".into(),
        secret: secret.hash(),
        scope: Scope { role: Role::Owner, dashboards: None, tables: None },
        made_ms: 0,
        expires_ms: None,
        used_ms: None,
    };
    let shown = format!("ash_{}", secret.with_id(token.id));
    put(directory, Vec::new(), [Record::Account(account), Record::Token(token)]).await;
    shown
}

async fn put(directory: &Directory, with: Vec<Write>, records: impl IntoIterator<Item = Record>) {
    let (who, name, object, detail) = ("console".into(), String::new(), String::new(), String::new());
    let line = Line { at_ms: 0, who, name, from: None, act: Act::AccountMade, object, detail };
    let changes: Vec<_> = records.into_iter().map(Change::put).collect();
    directory.change(line, with, |_| Ok::<_, String>(changes)).await.unwrap();
}
