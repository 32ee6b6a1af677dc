package io.rickyard.testing;

import io.rickyard.contracts.Position;
import io.rickyard.messaging.BatchHandler;
import io.rickyard.messaging.DeadLetter;
import io.rickyard.messaging.Received;
import io.rickyard.messaging.Transaction;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Keeps what was committed, and does first whatever the test wants. */
public final class RecordingHandler implements BatchHandler {

  private final BatchHandler before;
  private final List<Received> committed = new ArrayList<>();
  private final List<DeadLetter> letters = new ArrayList<>();

  /** Only keeps. */
  public RecordingHandler() {
    this((_, _) -> {});
  }

  /** Keeps what this one lets commit. */
  public RecordingHandler(BatchHandler before) {
    this.before = before;
  }

  @Override
  public void handle(Transaction transaction, List<Received> batch) throws SQLException {
    before.handle(transaction, batch);
    transaction.afterCommit(() -> keep(batch));
  }

  @Override
  public void deadLettered(Transaction transaction, List<DeadLetter> given) throws SQLException {
    before.deadLettered(transaction, given);
    transaction.afterCommit(() -> keepLetters(given));
  }

  /** What was committed, in its order. */
  public synchronized List<Received> committed() {
    return List.copyOf(committed);
  }

  /** Where it stood. */
  public List<Position> positions() {
    return committed().stream().map(Received::position).toList();
  }

  /** What was given up. */
  public synchronized List<DeadLetter> letters() {
    return List.copyOf(letters);
  }

  private synchronized void keep(List<Received> batch) {
    committed.addAll(batch);
  }

  private synchronized void keepLetters(List<DeadLetter> given) {
    letters.addAll(given);
  }
}
