use oxrdf::NamedNodeRef;

use super::*;
use crate::digest::Digest;
use crate::graph::{GraphBuilder, Part, TermGraph, Triple, TripleSink};
use crate::store::{DumpWriter, Manifest};

fn manifest() -> Manifest {
    Manifest {
        assize: "0".to_owned(),
        published: "2026-11-21T00:00:00Z".to_owned(),
        base: "http://example.com".to_owned(),
        context: Digest::of(b""),
        catalogue: None,
        publisher: None,
        triples: 1,
        releases: Vec::new(),
    }
}

fn graph(names: &[&str]) -> TermGraph {
    let mut builder = GraphBuilder::default();
    for name in names {
        let terms = builder.terms();
        let [subject, predicate, object] = [*name, "p", "o"].map(|name| {
            let iri = format!("http://example.com/{name}");
            terms.intern(NamedNodeRef::new_unchecked(&iri))
        });
        let Ok(()) = builder.triple(Triple::new(subject, predicate, object));
    }
    builder.finish()
}

fn publish(store: &Generations, names: &[&str]) -> Generation {
    let lock = store.lock().unwrap();
    let building = store.begin(&lock).unwrap();
    building.load(&[Part::whole(&graph(names))]).unwrap();
    building.compact().unwrap();
    building.switch(&manifest()).unwrap()
}

#[test]
fn a_grown_generation_has_the_old_and_the_new_and_leaves_the_old_one_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let store = Generations::at(folder.path());
    let old = publish(&store, &["a", "b"]);
    let reader = old.open().unwrap();
    let lock = store.lock().unwrap();
    let building = store.begin(&lock).unwrap();
    building.grow_from(&old).unwrap();
    building.load(&[Part::whole(&graph(&["b", "c"]))]).unwrap();
    building.compact().unwrap();
    let new = building.switch(&manifest()).unwrap();
    assert_eq!(new.open().unwrap().len().unwrap(), 3);
    assert_eq!(reader.len().unwrap(), 2);
    assert_eq!(old.open().unwrap().iter().count(), 2);
    fs::remove_dir_all(store.generation_folder(old.number())).unwrap();
    assert_eq!(new.open().unwrap().iter().count(), 3);
}

#[test]
fn a_grown_generation_leaves_the_catalogue_of_the_old_one_behind() {
    let folder = tempfile::tempdir().unwrap();
    let store = Generations::at(folder.path());
    let lock = store.lock().unwrap();
    let building = store.begin(&lock).unwrap();
    building.load(&[Part::whole(&graph(&["a"]))]).unwrap();
    let catalogue = graph(&["b", "c"]);
    let listed = Part::whole(&catalogue);
    DumpWriter::write_file(&building.catalogue_file(), listed).unwrap();
    building.load(&[listed]).unwrap();
    let old = building.switch(&manifest()).unwrap();
    let building = store.begin(&lock).unwrap();
    building.grow_from(&old).unwrap();
    building.compact().unwrap();
    let new = building.switch(&manifest()).unwrap();
    assert_eq!(new.open().unwrap().len().unwrap(), 1);
    let predicate = NamedNodeRef::new_unchecked("http://example.com/p");
    let census = new.census().unwrap().unwrap();
    assert_eq!(census.with_predicate(predicate), 1);
    assert_eq!(old.open().unwrap().len().unwrap(), 3);
}

#[test]
fn what_was_published_last_is_live_and_the_rest_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let store = Generations::at(folder.path());
    assert!(matches!(store.live(), Err(StoreError::Empty { .. })));
    publish(&store, &["a"]);
    publish(&store, &["a", "b", "a"]);
    let live = store.live().unwrap();
    assert_eq!(live.number(), 2);
    assert_eq!(live.open().unwrap().len().unwrap(), 2);
    let numbers: Vec<_> = store
        .all()
        .unwrap()
        .iter()
        .map(Generation::number)
        .collect();
    assert_eq!(numbers, [1, 2]);
}

#[test]
fn a_generation_that_is_given_up_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let store = Generations::at(folder.path());
    publish(&store, &["a"]);
    let lock = store.lock().unwrap();
    drop(store.begin(&lock).unwrap());
    assert_eq!(store.entries().unwrap().len(), 1);
    assert_eq!(store.live().unwrap().number(), 1);
}

#[test]
fn what_a_crash_left_is_removed_by_the_next_publication() {
    let folder = tempfile::tempdir().unwrap();
    let store = Generations::at(folder.path());
    let left = store
        .generation_folder(1)
        .with_extension(Scaffold::EXTENSION);
    fs::create_dir_all(left.join("database")).unwrap();
    fs::write(left.join("database/half"), "half").unwrap();
    assert_eq!(publish(&store, &["a"]).number(), 1);
    assert!(!left.exists());
}

#[test]
fn a_generation_that_a_crash_kept_from_being_live_is_removed_by_the_next_publication() {
    let folder = tempfile::tempdir().unwrap();
    let store = Generations::at(folder.path());
    publish(&store, &["a"]);
    let second = publish(&store, &["b"]);
    let lock = store.lock().unwrap();
    store.roll_back(&lock, Some(1)).unwrap();
    drop(lock);
    let pending = store.generation_folder(second.number());
    fs::write(pending.join(Scaffold::PENDING), "").unwrap();
    assert_eq!(numbers(&store), [1]);
    assert_eq!(publish(&store, &["c"]).number(), 2);
    assert_eq!(numbers(&store), [1, 2]);
}

#[test]
fn nobody_goes_back_to_a_generation_that_never_was_live() {
    let folder = tempfile::tempdir().unwrap();
    let store = Generations::at(folder.path());
    for names in [&["a"], &["b"], &["c"]] {
        publish(&store, names);
    }
    let mark = |number| store.generation_folder(number).join(Scaffold::PENDING);
    fs::write(mark(2), "").unwrap();
    let lock = store.lock().unwrap();
    let error = store.roll_back(&lock, Some(2)).unwrap_err();
    assert!(matches!(error, StoreError::NoSuchGeneration { .. }));
    assert_eq!(store.roll_back(&lock, None).unwrap().number(), 1);
}

#[test]
fn a_live_generation_whose_mark_a_crash_left_can_be_gone_back_to() {
    let folder = tempfile::tempdir().unwrap();
    let store = Generations::at(folder.path());
    publish(&store, &["a"]);
    publish(&store, &["b"]);
    let mark = store.generation_folder(2).join(Scaffold::PENDING);
    fs::write(mark, "").unwrap();
    assert_eq!(numbers(&store), [1, 2]);
    let lock = store.lock().unwrap();
    store.roll_back(&lock, None).unwrap();
    assert_eq!(store.roll_back(&lock, Some(2)).unwrap().number(), 2);
}

fn numbers(store: &Generations) -> Vec<u64> {
    store
        .all()
        .unwrap()
        .iter()
        .map(Generation::number)
        .collect()
}

#[test]
fn an_earlier_generation_comes_back_and_no_number_is_used_twice() {
    let folder = tempfile::tempdir().unwrap();
    let store = Generations::at(folder.path());
    for names in [&["a"], &["b"], &["c"]] {
        publish(&store, names);
    }
    let lock = store.lock().unwrap();
    assert_eq!(store.roll_back(&lock, None).unwrap().number(), 2);
    assert_eq!(store.roll_back(&lock, Some(1)).unwrap().number(), 1);
    assert_eq!(store.live().unwrap().number(), 1);
    let error = store.roll_back(&lock, None).unwrap_err();
    assert!(matches!(
        error,
        StoreError::NoSuchGeneration {
            number: None,
            live: 1
        }
    ));
    drop(lock);
    assert_eq!(publish(&store, &["d"]).number(), 4);
}

#[test]
fn the_newest_and_the_live_generation_survive_pruning() {
    let folder = tempfile::tempdir().unwrap();
    let store = Generations::at(folder.path());
    for names in [&["a"], &["b"], &["c"], &["d"]] {
        publish(&store, names);
    }
    let lock = store.lock().unwrap();
    store.roll_back(&lock, Some(2)).unwrap();
    let removed = store.prune(&lock, NonZeroUsize::MIN).unwrap();
    assert_eq!(removed, [1, 3]);
    assert_eq!(numbers(&store), [2, 4]);
}

#[test]
fn a_second_publisher_is_told_who_publishes() {
    let folder = tempfile::tempdir().unwrap();
    let store = Generations::at(folder.path());
    let _held = store.lock().unwrap();
    let error = store.lock().unwrap_err().to_string();
    assert!(error.contains(&std::process::id().to_string()), "{error}");
}
