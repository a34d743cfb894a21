//! What every log promises, as one suite for all of them; what only a file can show is in `file`. Invariants I1 to I3.

use super::*;

#[test]
fn what_is_appended_is_loaded_in_order_with_its_ids() {
    check(|log| {
        only(log, create(DASHBOARD, 2)).unwrap();
        only(log, append(DASHBOARD, entries(3..=1503))).unwrap();
        let loaded = log.load(DASHBOARD).unwrap();
        assert_eq!(loaded.document, document_at(1503));
        assert_eq!((loaded.seq, loaded.snapshot_seq), (Seq(1503), Seq::ZERO));
        assert_eq!(loaded.tail, entries(504..=1503).into_iter().map(|entry| entry.sequenced).collect::<Vec<_>>());
        assert_eq!(loaded.ids, (1..=1503).map(|seq| entry(seq).sequenced.gesture.id).collect::<Vec<_>>());
    });
}

#[test]
fn a_write_that_does_not_follow_is_refused_alone_and_leaves_no_trace() {
    check(|log| {
        let again = entry(1).sequenced.gesture.id;
        let twice = vec![entry(2), entry_of(3, entry(2).sequenced.gesture.id)];
        let group = [
            create(DASHBOARD, 1),
            create(DASHBOARD, 1),
            append(DASHBOARD, entries(3..=3)),
            append(DASHBOARD, entries(1..=1)),
            append(DASHBOARD, vec![entry(2), entry(4)]),
            append(DASHBOARD, vec![entry_of(2, again)]),
            append(DASHBOARD, twice),
            append(OTHER, entries(1..=1)),
            Write::DeleteDashboard(OTHER),
            Write::StoreSnapshot { dashboard: DASHBOARD, seq: Seq(2), document: document_at(2) },
            append(DASHBOARD, entries(2..=2)),
        ];
        use LogError::{NoSuchDashboard, OutOfOrder, Taken};
        let expected = [
            Ok(()),
            Err(Taken),
            Err(OutOfOrder),
            Err(OutOfOrder),
            Err(OutOfOrder),
            Err(Taken),
            Err(Taken),
            Err(NoSuchDashboard),
            Err(NoSuchDashboard),
            Err(OutOfOrder),
            Ok(()),
        ];
        assert_eq!(log.commit(&group).unwrap(), expected);
        let loaded = log.load(DASHBOARD).unwrap();
        assert_eq!((loaded.document, loaded.seq), (document_at(2), Seq(2)));
        assert_eq!(log.load(OTHER), Err(NoSuchDashboard));
    });
}

#[test]
fn the_list_knows_title_seq_and_time_and_a_deleted_dashboard_is_gone() {
    check(|log| {
        only(log, create(DASHBOARD, 0)).unwrap();
        only(log, create(OTHER, 1)).unwrap();
        only(log, append(DASHBOARD, entries(1..=2))).unwrap();
        let row = |id, title: &str, seq, updated_ms| DashboardRow {
            id,
            title: title.into(),
            tags: if seq == 2 { vec!["web ops".into(), "eu".into()] } else { Vec::new() },
            seq: Seq(seq),
            updated_ms,
            trashed_ms: None,
        };
        let expected = [row(DASHBOARD, "appended", 2, 1002), row(OTHER, "new", 1, 1001)];
        assert_eq!(log.dashboards().unwrap(), expected);
        only(log, Write::DeleteDashboard(DASHBOARD)).unwrap();
        assert_eq!(log.dashboards().unwrap(), expected[1..]);
        only(log, create(DASHBOARD, 1)).unwrap();
        assert_eq!(log.load(DASHBOARD).unwrap().seq, Seq(1), "a new life under the same id knows nothing of the old");
    });
}

/// P-151: in the trash a dashboard takes no gesture, and it comes back as it went there, with its draft.
#[test]
fn what_is_in_the_trash_keeps_all_it_has() {
    check(|log| {
        let trash = |at_ms| Write::TrashDashboard { dashboard: DASHBOARD, at_ms };
        let purge = |since_ms| Write::PurgeDashboard { dashboard: DASHBOARD, since_ms };
        only(log, create(DASHBOARD, 2)).unwrap();
        only(log, create(OTHER, 1)).unwrap();
        let before = log.load(DASHBOARD).unwrap();
        let base = Base { dashboard: DASHBOARD, seq: Seq(1) };
        only(log, Write::CreateDraft { draft: DRAFT, base, at_ms: 5 }).unwrap();
        let refused =
            [Write::TrashDashboard { dashboard: DRAFT, at_ms: 1 }, Write::RestoreDashboard(DASHBOARD), purge(i64::MAX)];
        for write in refused {
            assert_eq!(only(log, write.clone()), Err(LogError::NoSuchDashboard), "{write:?}");
        }
        only(log, trash(70)).unwrap();
        let row = |log: &mut dyn Log| log.dashboards().unwrap().into_iter().find(|row| row.id == DASHBOARD).unwrap();
        assert_eq!(row(log).trashed_ms, Some(70));
        for write in [trash(71), append(DASHBOARD, entries(3..=3)), purge(69), create(DASHBOARD, 1)] {
            assert!(only(log, write).is_err());
        }
        assert_eq!(log.load(DASHBOARD), Err(LogError::NoSuchDashboard));
        assert_eq!(log.about(DRAFT).map(drop), Err(LogError::NoSuchDashboard));
        only(log, Write::RestoreDashboard(DASHBOARD)).unwrap();
        assert_eq!(log.load(DASHBOARD).unwrap(), before);
        assert_eq!((log.about(DRAFT).unwrap().newest, row(log).trashed_ms), (Seq(1), None));
        only(log, trash(72)).unwrap();
        only(log, purge(72)).unwrap();
        assert_eq!(log.dashboards().unwrap().len(), 1);
        only(log, create(DASHBOARD, 1)).unwrap();
    });
}

#[test]
fn a_snapshot_replaces_an_older_one_and_changes_nothing_that_is_seen() {
    check(|log| {
        only(log, create(DASHBOARD, 5)).unwrap();
        let before = log.load(DASHBOARD).unwrap();
        for seq in [3, 2, 4] {
            let document = document_at(seq);
            only(log, Write::StoreSnapshot { dashboard: DASHBOARD, seq: Seq(seq), document }).unwrap();
        }
        assert_eq!(log.load(DASHBOARD).unwrap(), Loaded { snapshot_seq: Seq(4), ..before });
    });
}

/// P-63: any `Seq` opens as it was, from the nearest snapshot that is kept, with what followed.
#[test]
fn any_seq_opens_as_it_was_and_checkpoints_stay() {
    check(|log| {
        let last = 2 * CHECKPOINT_GESTURES + 20;
        only(log, create(DASHBOARD, 7)).unwrap();
        only(log, append(DASHBOARD, entries(8..=last))).unwrap();
        for seq in [3, CHECKPOINT_GESTURES, 7, last - 5, 2 * CHECKPOINT_GESTURES, last] {
            // What is not what the gestures say shows which snapshot a document was built from.
            let mut document = document_at(seq);
            let mark =
                Op::Set { node: NodeId::ROOT, property: Property::Description, value: Value::Text(seq.to_string()) };
            let id = OpId { client: ClientId::from_bytes([8; 8]), counter: seq };
            apply(&mut document, &Gesture { id, ops: vec![mark] }, None).unwrap();
            only(log, Write::StoreSnapshot { dashboard: DASHBOARD, seq: Seq(seq), document }).unwrap();
        }
        let cases = [(0, ""), (499, ""), (500, "500"), (999, "500"), (1000, "1000"), (1019, "1000"), (1020, "1020")];
        for (seq, from) in cases {
            let Past { document, entries: after, newest, .. } = log.past(DASHBOARD, Seq(seq), 30).unwrap();
            let root = document.node(NodeId::ROOT).unwrap();
            assert_eq!((root.text(Property::Description), newest), (from, Seq(last)), "{seq}");
            assert_eq!(root.title(), document_at(seq).title(), "{seq}");
            assert_eq!(after, entries(seq + 1..=last.min(seq + 30)), "{seq}");
        }
        assert_eq!(log.past(DASHBOARD, Seq(last + 1), 1), Err(LogError::NoSuchSeq));
        assert_eq!(log.past(DASHBOARD, Seq(u64::MAX), 1), Err(LogError::NoSuchSeq));
        assert_eq!(log.past(OTHER, Seq::ZERO, 1), Err(LogError::NoSuchDashboard));
    });
}

fn name(seq: u64, name: &str) -> Write {
    let version = NamedVersion { seq: Seq(seq), name: name.into(), author: "Bob".into(), at_ms: 9 };
    Write::NameVersion { dashboard: DASHBOARD, version }
}

fn versions(log: &mut dyn Log) -> Vec<(u64, String)> {
    log.about(DASHBOARD).unwrap().versions.into_iter().map(|version| (version.seq.0, version.name)).collect()
}

/// P-65: a name may be given to any `Seq` that opens, changed and taken away.
#[test]
fn a_seq_has_at_most_one_name_and_keeps_it() {
    check(|log| {
        only(log, create(DASHBOARD, 5)).unwrap();
        let group = [name(6, "future"), name(3, "launch"), name(0, "empty"), name(3, "release")];
        assert_eq!(log.commit(&group).unwrap(), [Err(LogError::NoSuchSeq), Ok(()), Ok(()), Ok(())]);
        assert_eq!(versions(log), [(0, "empty".into()), (3, "release".into())]);
        only(log, Write::DeleteVersion { dashboard: DASHBOARD, seq: Seq(0) }).unwrap();
        let again = only(log, Write::DeleteVersion { dashboard: DASHBOARD, seq: Seq(0) });
        assert_eq!((again, versions(log)), (Err(LogError::NoSuchSeq), vec![(3, "release".into())]));
        let many: Vec<_> = (4..MAX_VERSIONS as u64 + 4).map(|seq| name(seq, "one of many")).collect();
        only(log, append(DASHBOARD, entries(6..=MAX_VERSIONS as u64 + 4))).unwrap();
        let full = log.commit(&many).unwrap();
        assert!(full[..many.len() - 1].iter().all(Result::is_ok));
        assert_eq!(full.last(), Some(&Err(LogError::TooMany)));
        only(log, name(3, "a new name needs no room")).unwrap();
    });
}

/// P-66, P-67: compaction takes gestures away, and neither what is seen, nor names, nor ids.
#[test]
fn compaction_keeps_the_document_the_names_and_the_ids() {
    check(|log| {
        let last = CHECKPOINT_GESTURES + 30;
        only(log, create(DASHBOARD, 5)).unwrap();
        only(log, append(DASHBOARD, entries(6..=last))).unwrap();
        only(log, name(3, "kept")).unwrap();
        only(log, name(500, "above")).unwrap();
        let before = log.load(DASHBOARD).unwrap();
        for horizon in [7, 4, 20] {
            only(log, compact(horizon)).unwrap();
        }
        let after = log.load(DASHBOARD).unwrap();
        assert_eq!((&after.document, after.seq, &after.ids), (&before.document, before.seq, &before.ids));
        assert_eq!(after.tail, entries(21..=last).into_iter().map(|entry| entry.sequenced).collect::<Vec<_>>());
        assert_eq!(log.about(DASHBOARD).unwrap().horizon, Seq(20));
        for seq in [3, 20, 21, 500, last] {
            assert_eq!(log.past(DASHBOARD, Seq(seq), 0).unwrap().document, document_at(seq), "{seq}");
        }
        let gone = LogError::Compacted { horizon: Seq(20), versions: vec![Seq(3)] };
        assert_eq!(log.past(DASHBOARD, Seq(19), 0), Err(gone.clone()));
        assert_eq!(log.past(DASHBOARD, Seq(3), 1), Err(gone.clone()), "what followed is not there");
        assert_eq!(
            gone.to_string(),
            "the history of the dashboard begins at Seq 20; of what was before it are kept: Seq 3"
        );
        assert_eq!(log.past(DASHBOARD, Seq(20), 2).unwrap().entries, entries(21..=22));
        only(log, name(3, "renamed")).unwrap();
        assert_eq!(only(log, name(4, "too late")), Err(gone));
        let early = Write::StoreSnapshot { dashboard: DASHBOARD, seq: Seq(8), document: document_at(8) };
        assert_eq!(only(log, early), Err(LogError::OutOfOrder));
        assert_eq!(only(log, compact(last + 1)), Err(LogError::NoSuchSeq));
        let again = entry_of(last + 1, entry(2).sequenced.gesture.id);
        assert_eq!(only(log, append(DASHBOARD, vec![again])), Err(LogError::Taken), "a compacted id stays taken");
        only(log, append(DASHBOARD, entries(last + 1..=last + 1))).unwrap();
        only(log, compact(last + 1)).unwrap();
        let all = log.load(DASHBOARD).unwrap();
        assert_eq!((all.document, all.tail.len(), all.ids.len() as u64), (document_at(last + 1), 0, last + 1));
    });
}

#[test]
fn only_what_is_old_expires_and_in_bounded_steps() {
    check(|log| {
        only(log, create(DASHBOARD, 9)).unwrap();
        let mut expired = |before_ms, limit| log.expired(DASHBOARD, before_ms, limit).unwrap().0;
        assert_eq!([expired(1001, 99), expired(1002, 99), expired(1006, 99), expired(9999, 99)], [0, 1, 5, 9]);
        assert_eq!([expired(1006, 2), expired(9999, u64::MAX)], [2, 9]);
        only(log, compact(4)).unwrap();
        let mut expired = |before_ms, limit| log.expired(DASHBOARD, before_ms, limit).unwrap().0;
        assert_eq!([expired(1001, 99), expired(1007, 1), expired(1007, 99)], [4, 5, 6]);
    });
}

#[test]
fn signatures_are_those_of_the_gestures_that_are_there() {
    check(|log| {
        only(log, create(DASHBOARD, 4)).unwrap();
        only(log, compact(2)).unwrap();
        let found = log.signatures(DASHBOARD, &[Seq(4), Seq(2), Seq(3), Seq(9), Seq(u64::MAX)]).unwrap();
        let signature = |seq: u64| Signature { seq: Seq(seq), at_ms: 1000 + seq.cast_signed(), author: "Ada".into() };
        assert_eq!(found, [signature(4), signature(3)]);
        assert_eq!(log.signatures(OTHER, &[Seq(1)]), Err(LogError::NoSuchDashboard));
    });
}

/// P-90, P-91: a draft begins as its base was, counts on from there, is listed nowhere, and goes with its base.
#[test]
fn a_draft_counts_on_from_its_base_and_goes_with_it() {
    let draft = |draft, dashboard, seq| Write::CreateDraft { draft, base: Base { dashboard, seq: Seq(seq) }, at_ms: 7 };
    check(|log| {
        only(log, create(DASHBOARD, 5)).unwrap();
        let group = [
            draft(DRAFT, OTHER, 1),
            draft(DRAFT, DASHBOARD, 6),
            draft(DRAFT, DASHBOARD, 3),
            draft(DRAFT, DASHBOARD, 3),
            draft(OTHER, DRAFT, 3),
        ];
        use LogError::{NoSuchDashboard, NoSuchSeq, OutOfOrder, Taken};
        let expected = [Err(NoSuchDashboard), Err(NoSuchSeq), Ok(()), Err(Taken), Err(NoSuchDashboard)];
        assert_eq!(log.commit(&group).unwrap(), expected);
        assert_eq!(only(log, append(DRAFT, entries(1..=1))), Err(OutOfOrder));
        only(log, append(DRAFT, entries(4..=6))).unwrap();
        let loaded = log.load(DRAFT).unwrap();
        assert_eq!((loaded.document, loaded.seq, loaded.ids.len()), (document_at(6), Seq(6), 3));
        assert_eq!(log.past(DRAFT, Seq(3), 9).unwrap().entries, entries(4..=6));
        assert!(matches!(log.past(DRAFT, Seq(2), 0), Err(LogError::Compacted { .. })));
        assert_eq!(log.dashboards().unwrap().len(), 1);
        let (about, base) = (log.about(DRAFT).unwrap(), log.about(DASHBOARD).unwrap());
        assert_eq!(about.base, Some(Base { dashboard: DASHBOARD, seq: Seq(3) }));
        assert_eq!((about.horizon, about.newest, base.drafts, base.base), (Seq(3), Seq(6), vec![DRAFT], None));
        assert_eq!(log.load(DASHBOARD).unwrap().document, document_at(5));
        let delete = |draft, newest| Write::DeleteDraft { draft, newest: Seq(newest) };
        let group = [delete(DASHBOARD, 5), delete(OTHER, 0), delete(DRAFT, 5)];
        assert_eq!(log.commit(&group).unwrap(), [Err(NoSuchDashboard), Err(NoSuchDashboard), Err(OutOfOrder)]);
        only(log, delete(DRAFT, 6)).unwrap();
        assert_eq!(log.load(DRAFT), Err(NoSuchDashboard));
        only(log, draft(DRAFT, DASHBOARD, 5)).unwrap();
        only(log, Write::DeleteDashboard(DASHBOARD)).unwrap();
        assert_eq!(log.load(DRAFT), Err(NoSuchDashboard));
    });
}

#[test]
fn the_largest_counter_is_kept() {
    check(|log| {
        let id = OpId { client: ClientId::from_bytes([255; 8]), counter: u64::MAX };
        only(log, create(DASHBOARD, 0)).unwrap();
        only(log, append(DASHBOARD, vec![entry_of(1, id)])).unwrap();
        assert_eq!(log.load(DASHBOARD).unwrap().ids, [id]);
    });
}

#[test]
fn rows_follow_each_other_and_only_whole_batches_are_dropped() {
    check(|log| {
        let group =
            [append_rows(0, 2), table("t"), table("t"), append_rows(0, 2), append_rows(1, 2), append_rows(2, 3)];
        use LogError::{NoSuchTable, OutOfOrder};
        assert_eq!(
            log.commit(&group).unwrap(),
            [Err(NoSuchTable), Ok(()), Ok(()), Ok(()), Err(OutOfOrder), Ok(())],
            "made once, then in order"
        );
        assert_eq!(log.load_rows("t", 0, u64::MAX).unwrap(), [rows(0, 2), rows(2, 3)]);
        only(log, Write::DropRows { table: "t".into(), below: 4 }).unwrap();
        assert_eq!(log.load_rows("t", 0, u64::MAX).unwrap(), [rows(2, 3)]);
        only(log, Write::DropRows { table: "t".into(), below: 9 }).unwrap();
        only(log, append_rows(5, 1)).unwrap();
        assert_eq!(log.load_rows("t", 0, u64::MAX).unwrap(), [rows(5, 1)], "the numbers go on");
        assert_eq!(log.tables().unwrap(), [TableRow { name: "t".into(), schema: vec![1, 2] }]);
        only(log, Write::DeleteTable("t".into())).unwrap();
        assert_eq!((log.tables().unwrap(), log.load_rows("t", 0, u64::MAX).unwrap()), (vec![], vec![]));
    });
}

/// P-133.
#[test]
fn rows_are_found_by_number_and_go_by_age_and_by_size() {
    check(|log| {
        log.commit(&[table("t"), append_rows(0, 2), append_rows(2, 3), append_rows(5, 1)]).unwrap();
        let found = |log: &mut dyn Log, from, max_rows| log.load_rows("t", from, max_rows).unwrap();
        assert_eq!(found(log, 3, 1), [rows(2, 3)]);
        assert_eq!(found(log, 1, 2), [rows(0, 2), rows(2, 3)]);
        assert_eq!(found(log, 6, 9), []);
        let kept = |first_row, bytes| KeptRows { table: "t".into(), first_row, next_row: 6, bytes };
        assert_eq!(log.kept_rows().unwrap(), [kept(0, 9)]);
        // Batches of three bytes that came at the number of their first row.
        for (before_ms, max_bytes, limit, below) in
            [(0, 9, 9, 0), (3, 9, 9, 5), (0, 8, 9, 2), (9, 0, 1, 2), (9, 9, 9, 6)]
        {
            assert_eq!(
                log.expired_rows("t", before_ms, max_bytes, limit),
                Ok(below),
                "{before_ms} {max_bytes} {limit}"
            );
        }
        only(log, Write::DropRows { table: "t".into(), below: 2 }).unwrap();
        assert_eq!((found(log, 0, 1), log.kept_rows().unwrap()), (vec![rows(2, 3)], vec![kept(2, 6)]));
        only(log, Write::BeginRows { table: "t".into(), first_row: 100 }).unwrap();
        only(log, append_rows(100, 1)).unwrap();
        assert_eq!(found(log, 0, u64::MAX), [rows(100, 1)]);
    });
}
