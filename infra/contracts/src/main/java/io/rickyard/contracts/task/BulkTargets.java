package io.rickyard.contracts.task;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.json.ContractJson;
import io.rickyard.contracts.task.TaskCommand.SubmitTask;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Which tasks a bulk task is about, found when it was accepted, with what the caller could see. It
 * travels sealed beside the input under {@link #FIELD}: neither events nor lists repeat it.
 *
 * @param targets in the order in which they were found
 */
public record BulkTargets(List<Target> targets) {

  /** The name under which it is sealed. */
  public static final String FIELD = "targets";

  /** The most tasks that one bulk task is about. */
  public static final int MOST = 10_000;

  /**
   * One of the tasks.
   *
   * @param id which one
   * @param project the project it is about, where there is one
   * @param again the new task that repeats it; none where it is cancelled or cannot be repeated
   * @param refused why it cannot be repeated, as an error's code
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Target(
      TaskId id,
      @Nullable ProjectRef project,
      @Nullable SubmitTask again,
      @Nullable String refused) {
    /** Checks that nothing required is missing. */
    public Target {
      requireNonNull(id, "id");
    }
  }

  /** Checks how many there are. */
  public BulkTargets {
    targets = List.copyOf(targets);
    requireCount(targets.size());
  }

  static void requireCount(int tasks) {
    if (tasks < 1 || tasks > MOST) {
      throw new IllegalArgumentException("tasks lies between 1 and " + MOST);
    }
  }

  /** As text; much smaller than its JSON, since tasks of a filter are alike. */
  public String packed() {
    var bytes = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(bytes)) {
      gzip.write(ContractJson.mapper().writeValueAsString(this).getBytes(UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("Targets in memory could not be written", e);
    }
    return Base64.getEncoder().encodeToString(bytes.toByteArray());
  }

  /** Reads what {@link #packed} wrote; throws {@link IllegalArgumentException} when it is none. */
  public static BulkTargets unpacked(String text) {
    try (var gzip =
        new GZIPInputStream(new ByteArrayInputStream(Base64.getDecoder().decode(text)))) {
      return ContractJson.mapper().readValue(gzip, BulkTargets.class);
    } catch (IOException e) {
      throw new IllegalArgumentException("These are no packed targets", e);
    }
  }
}
