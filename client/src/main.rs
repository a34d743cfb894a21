//! The program that the browser starts: it names panics in the console and hands over to the library.

fn main() {
    console_error_panic_hook::set_once();
    client::app::start();
}
