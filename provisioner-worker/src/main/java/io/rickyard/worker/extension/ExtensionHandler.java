package io.rickyard.worker.extension;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import io.rickyard.contracts.json.Complaint;
import io.rickyard.contracts.json.ContractJson;
import io.rickyard.contracts.task.ExtensionType;
import io.rickyard.contracts.task.TaskInput;
import io.rickyard.contracts.task.TypeAnnouncement;
import io.rickyard.contracts.task.TypeTerms;
import io.rickyard.worker.task.RetryPolicy;
import io.rickyard.worker.task.Step;
import io.rickyard.worker.task.TaskFailure;
import io.rickyard.worker.task.TaskHandler;
import io.rickyard.worker.task.TaskRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs an extension's type. Its input is read again wherever it is needed, strictly; what the class
 * does not take fails the task for good as {@value #NOT_ACCEPTED}.
 *
 * @param <I> the extension's input
 */
public final class ExtensionHandler<I extends Record> implements TaskHandler {

  /** The code of a task whose input its class does not take. */
  public static final String NOT_ACCEPTED = "input_not_accepted";

  private static final Logger LOG = LoggerFactory.getLogger(ExtensionHandler.class);
  private static final Duration USUAL_TIMEOUT = Duration.ofMinutes(15);

  private final TaskExtension<I> extension;
  private final TypeAnnouncement announcement;
  private final ObjectReader reader;

  /** Runs it; throws {@link IllegalArgumentException} when it contradicts itself. */
  public ExtensionHandler(TaskExtension<I> extension) {
    this.extension = extension;
    this.announcement =
        new TypeAnnouncement(
            extension.type(),
            extension.description(),
            extension.terms(),
            InputShape.of(extension.input()));
    this.reader =
        ContractJson.mapper()
            .readerFor(extension.input())
            .with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
  }

  /** What others have to know of it. */
  public TypeAnnouncement announcement() {
    return announcement;
  }

  @Override
  public ExtensionType type() {
    return announcement.taskType();
  }

  @Override
  public TypeTerms terms() {
    return announcement.terms();
  }

  @Override
  public List<Step> plan(TaskRun run) throws TaskFailure {
    return extension.plan(read(run.input()), run);
  }

  @Override
  public RetryPolicy retryPolicy(TaskInput input) {
    return said(input, extension::retryPolicy, RetryPolicy.once());
  }

  @Override
  public Duration runTimeout(TaskInput input) {
    return said(input, extension::runTimeout, USUAL_TIMEOUT);
  }

  @Override
  public boolean yieldsAfter(TaskRun run, int step) {
    return said(run.input(), input -> extension.yieldsAfter(input, step), false);
  }

  /** The engine asks where it cannot fail a task, and a mistake must not cost more than one. */
  private <T> T said(TaskInput input, Function<I, T> question, T otherwise) {
    try {
      return question.apply(read(input));
    } catch (TaskFailure _) {
      return otherwise; // its plan fails the task
    } catch (RuntimeException e) {
      LOG.error("event=extension_broken type={} follows=\"taken as usual\"", type(), e);
      return otherwise;
    }
  }

  private I read(TaskInput input) throws TaskFailure {
    if (!(input instanceof TaskInput.Extension given) || !given.taskType().equals(type())) {
      throw new IllegalArgumentException(type() + " cannot run a " + input.taskType().wireName());
    }
    var complaint = announcement.complaint(given.fields());
    if (complaint.isPresent()) {
      throw new TaskFailure(NOT_ACCEPTED, complaint.get(), false);
    }
    try {
      return reader.readValue(given.fields().traverse(ContractJson.mapper()));
    } catch (JsonProcessingException e) {
      throw new TaskFailure(NOT_ACCEPTED, "input: " + Complaint.about(e), false, e);
    } catch (IOException e) {
      throw new UncheckedIOException("A tree in memory could not be read", e);
    }
  }
}
