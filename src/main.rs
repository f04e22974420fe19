fn main() {
    let world = ibid::disk::load::load(std::path::Path::new(".")).unwrap();
    let site = ibid::compile::compile(world);
    print!(
        "{}",
        ibid::report::text(
            &site.diagnostics,
            &site.world,
            ibid::report::Style { colour: false, width: 120, most: None }
        )
    );
    println!("{:?}", site.summary());
}
