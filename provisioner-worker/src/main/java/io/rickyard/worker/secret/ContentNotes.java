package io.rickyard.worker.secret;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.Generation;
import io.rickyard.contracts.setting.SettingSection;
import io.rickyard.worker.content.Contents;
import io.rickyard.worker.content.Revision;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What contents were when a task came to them; owns the table stack_contents_note.
 *
 * <ol>
 *   <li>Before anything is changed for the first time, what there is is noted for each section.
 *   <li>A task notes what it brings the stack to, and keeps what the task before it had noted.
 *   <li>When it is taken back, its section is what it was before, once: what is put in afterwards
 *       stays. All changes of the section since then are undone, and their tasks hear that.
 *   <li>A change to which no task has come, and for which there will be none, is undone the same
 *       way, with what was built on it.
 * </ol>
 *
 * <p>To be called under the stack's lock.
 */
record ContentNotes(ContentPlace place) {

  /** What is noted for a section. */
  private record Note(@Nullable Long generation, Contents held, @Nullable Contents former) {}

  /** Notes what there is, for sections of which nothing is noted yet. */
  void begin(Contents now) throws SQLException {
    for (var section : Contents.SECTIONS) {
      try (var insert =
          place
              .connection()
              .prepareStatement(
                  """
                  insert into stack_contents_note (project, section, organization, held)
                  values (?, ?, ?, ?) on conflict (project, section) do nothing
                  """)) {
        insert.setString(1, place.project().value());
        insert.setString(2, section.wireName());
        insert.setString(3, place.organization().value());
        insert.setBytes(4, place.closed(now, named(section)));
        insert.executeUpdate();
      }
    }
  }

  /**
   * Notes what a task brings the stack to.
   *
   * @return false when the change that it is about was undone
   */
  boolean note(Generation generation, Revision change) throws SQLException {
    var now = ContentTable.read(place).orElse(Contents.NONE);
    if (now.lacks(change)) {
      return false;
    }
    try (var upsert =
        place
            .connection()
            .prepareStatement(
                """
                insert into stack_contents_note (project, section, organization, generation, held)
                values (?, ?, ?, ?, ?)
                on conflict (project, section) do update
                   set former = case when stack_contents_note.generation = excluded.generation
                                     then stack_contents_note.former
                                     else stack_contents_note.held end,
                       generation = excluded.generation, held = excluded.held
                """)) {
      upsert.setString(1, place.project().value());
      upsert.setString(2, change.section().wireName());
      upsert.setString(3, place.organization().value());
      upsert.setLong(4, generation.value());
      upsert.setBytes(5, place.closed(now, named(change.section())));
      upsert.executeUpdate();
    }
    return true;
  }

  /** Undoes what a task had noted, unless that was done before or another has come since. */
  void back(Generation generation, SettingSection section) throws SQLException {
    var note = read(section);
    if (note.isEmpty() || !Long.valueOf(generation.value()).equals(note.get().generation())) {
      return;
    }
    var former = note.get().former();
    if (former != null) {
      undo(section, former);
    }
  }

  /** Undoes a change to which no task has come. */
  void discard(Revision change) throws SQLException {
    var note = read(change.section());
    var now = ContentTable.read(place);
    if (note.isPresent()
        && now.isPresent()
        && change.number() > note.get().held().revision()
        && !now.get().lacks(change)) {
      undo(change.section(), note.get().held());
    }
  }

  private void undo(SettingSection section, Contents former) throws SQLException {
    var after =
        ContentTable.read(place)
            .orElse(Contents.NONE)
            .back(section, former)
            .fitting(place.project(), Instant.now(), new SecureRandom());
    ContentTable.write(place, after);
    try (var update =
        place
            .connection()
            .prepareStatement(
                """
                update stack_contents_note set generation = null, held = ?, former = null
                 where project = ? and section = ?
                """)) {
      update.setBytes(1, place.closed(after, named(section)));
      update.setString(2, place.project().value());
      update.setString(3, section.wireName());
      update.executeUpdate();
    }
  }

  /** The digests of what functions may go back to. */
  List<String> sources() throws SQLException {
    var digests = new ArrayList<String>();
    var note = read(SettingSection.FUNCTIONS);
    if (note.isPresent()) {
      digests.addAll(note.get().held().sources());
      var former = note.get().former();
      if (former != null) {
        digests.addAll(former.sources());
      }
    }
    return digests;
  }

  private Optional<Note> read(SettingSection section) throws SQLException {
    try (var select =
        place
            .connection()
            .prepareStatement(
                """
                select generation, held, former from stack_contents_note
                 where project = ? and section = ? and organization = ?
                """)) {
      select.setString(1, place.project().value());
      select.setString(2, section.wireName());
      select.setString(3, place.organization().value());
      try (var row = select.executeQuery()) {
        if (!row.next()) {
          return Optional.empty();
        }
        var former = row.getBytes("former");
        return Optional.of(
            new Note(
                row.getObject("generation", Long.class),
                opened(requireNonNull(row.getBytes("held"), "held"), section),
                former == null ? null : opened(former, section)));
      }
    }
  }

  private Contents opened(byte[] ciphertext, SettingSection section) {
    return place.opened(ciphertext, named(section), Contents.class);
  }

  private static String named(SettingSection section) {
    return "note=" + section.wireName();
  }
}
