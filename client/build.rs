//! Whether the page is built in chunks. A page for people is: `toolchain/split.mjs` takes the linked program apart at the
//! functions that `later` marks, and needs the linker's relocations for that. Every other build is one piece.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rustc-check-cfg=cfg(chunks)");
    let is = |name: &str, value: &str| std::env::var(name).is_ok_and(|found| found == value);
    if is("PROFILE", "release") && is("CARGO_CFG_TARGET_FAMILY", "wasm") {
        println!("cargo::rustc-cfg=chunks");
        println!("cargo::rustc-link-arg-bins=--emit-relocs");
    }
}
