package io.rickyard.worker.kafka;

import io.rickyard.messaging.BatchHandler;
import io.rickyard.messaging.Received;
import io.rickyard.messaging.Transaction;
import io.rickyard.worker.engine.Intake;
import java.sql.SQLException;
import java.util.List;

/** Hands batches of commands to the engine. */
public final class CommandHandler implements BatchHandler {

  private final Intake intake;

  /** Hands them to this intake. */
  public CommandHandler(Intake intake) {
    this.intake = intake;
  }

  @Override
  public void handle(Transaction transaction, List<Received> batch) throws SQLException {
    intake.take(transaction, batch.stream().map(Received::envelope).toList());
  }
}
