package io.rickyard.stack;

/**
 * One part of a database's setup: applied once, in one transaction, and written so that a second
 * time changes nothing.
 *
 * @param number its place; recorded in the database, so never reused for something else
 * @param sql statements separated by semicolons; may hold verifiers, so it is never logged
 */
public record SqlStep(int number, String name, String sql) {

  @Override
  public String toString() {
    return number + "-" + name;
  }
}
