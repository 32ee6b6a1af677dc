package io.rickyard.worker.sql;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * A part of a schema.
 *
 * @param kind what it is
 * @param name its name, as no other of its kind has it
 * @param owner the table that it goes with, where it does
 * @param make the SQL that makes it
 * @param drop the SQL that takes it away
 * @param change the SQL that makes this of another one of its kind and name; empty where that is
 *     what its own parts do, null where it is made anew
 */
record SchemaObject(
    String kind,
    String name,
    @Nullable String owner,
    String make,
    String drop,
    @Nullable String change) {

  private static final String TABLE = "table";
  private static final String COLUMN = "column";

  SchemaObject {
    requireNonNull(kind, "kind");
    requireNonNull(name, "name");
    requireNonNull(make, "make");
    requireNonNull(drop, "drop");
  }

  /** Tells it apart. */
  record Key(String kind, String name) {}

  Key key() {
    return new Key(kind, name);
  }

  /** The table that it goes with. */
  @Nullable Key ownerKey() {
    return owner == null ? null : new Key(TABLE, owner);
  }

  /** Whether it is made together with its table. */
  boolean isColumn() {
    return kind.equals(COLUMN);
  }
}
