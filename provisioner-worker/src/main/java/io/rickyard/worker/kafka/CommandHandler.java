package io.rickyard.worker.kafka;

import io.rickyard.contracts.CorrelationId;
import io.rickyard.contracts.Generation;
import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.TaskId;
import io.rickyard.messaging.BatchHandler;
import io.rickyard.messaging.DeadLetter;
import io.rickyard.messaging.MessageHeader;
import io.rickyard.messaging.Received;
import io.rickyard.messaging.Transaction;
import io.rickyard.worker.engine.Intake;
import io.rickyard.worker.engine.Unreadable;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands batches of commands to the engine. */
final class CommandHandler implements BatchHandler {

  private static final Logger LOG = LoggerFactory.getLogger(CommandHandler.class);

  private final Intake intake;

  CommandHandler(Intake intake) {
    this.intake = intake;
  }

  @Override
  public void handle(Transaction transaction, List<Received> batch) throws SQLException {
    intake.take(transaction, batch.stream().map(Received::envelope).toList());
  }

  /** What was genuine but could not be used fails its task; what was not genuine does nothing. */
  @Override
  public void deadLettered(Transaction transaction, List<DeadLetter> letters) throws SQLException {
    List<Unreadable> failed =
        letters.stream()
            .filter(letter ->
                switch (letter.cause()) {
                  case UNREADABLE, PROCESSING_FAILED -> true;
                  case SIGNATURE_INVALID -> false;
                })
            .flatMap(letter -> submit(letter.message().headers()).stream())
            .toList();
    if (!failed.isEmpty()) {
      intake.giveUp(transaction, failed);
    }
  }

  private static Optional<Unreadable> submit(Map<String, String> headers) {
    String entity = headers.get(MessageHeader.ENTITY);
    String organization = headers.get(MessageHeader.ORGANIZATION);
    String correlation = headers.get(MessageHeader.CORRELATION_ID);
    if (!"task.submit".equals(headers.get(MessageHeader.TYPE))
        || entity == null
        || organization == null
        || correlation == null) {
      return Optional.empty();
    }
    try {
      String project = headers.get(MessageHeader.PROJECT);
      String generation = headers.get(MessageHeader.GENERATION);
      return Optional.of(
          new Unreadable(
              TaskId.parse(entity),
              new OrganizationId(organization),
              project == null ? null : new ProjectRef(project),
              generation == null ? null : new Generation(Long.parseLong(generation)),
              new CorrelationId(correlation)));
    } catch (IllegalArgumentException e) {
      LOG.warn("event=dead_letter_unnamed task={} reason=\"{}\"", entity, e.getMessage());
      return Optional.empty();
    }
  }
}
