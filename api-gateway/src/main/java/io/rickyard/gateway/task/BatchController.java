package io.rickyard.gateway.task;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.Status;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.gateway.acceptance.BatchLine;
import io.rickyard.gateway.acceptance.BatchResult;
import io.rickyard.gateway.acceptance.Batches;
import io.rickyard.gateway.call.Call;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.JsonProblems;
import io.rickyard.service.problem.Problem;
import io.rickyard.service.problem.RequestRefused;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;

/** Tasks: submit many in one request. */
@Controller("/v1/tasks/batch")
@Secured(SecurityRule.IS_AUTHENTICATED)
@Tag(name = "tasks")
final class BatchController {

  private static final String LINES = "application/x-ndjson";
  private static final int AT_ONCE = 4;
  private static final Duration LATER = Duration.ofSeconds(1);

  private final Batches batches;
  private final ObjectMapper mapper;
  private final ObjectReader reader;
  private final TaskForms forms;
  private final Semaphore free = new Semaphore(AT_ONCE);

  BatchController(Batches batches, ObjectMapper mapper, TaskForms forms) {
    this.batches = batches;
    this.mapper = mapper;
    this.reader = mapper.readerFor(NewTask.class);
    this.forms = forms;
  }

  @Post
  @Consumes(LINES)
  @Produces(LINES)
  @Status(HttpStatus.ACCEPTED)
  @Operation(
      summary = "Submit up to 10,000 tasks, one per line",
      description =
          "Each line is a body of POST /v1/tasks. The answer has a line per task in the same order:"
              + " its id and position, or the problem of that line. Good lines are taken although"
              + " others are refused. An Idempotency-Key counts for the whole batch.")
  HttpResponse<byte[]> submit(@Body InputStream body, @Parameter(hidden = true) Call call) {
    if (!free.tryAcquire()) {
      throw new RequestRefused(
          ErrorCode.BUSY, "Other batches are being taken in: try again in a moment", LATER);
    }
    try {
      List<BatchLine> lines = new ArrayList<>();
      String digest =
          BatchLines.read(
              body,
              (number, bytes, offset, length) -> lines.add(line(number, bytes, offset, length)));
      List<BatchResult> results = batches.submit(lines, digest, call);
      long taken = results.stream().filter(BatchResult::wasTaken).count();
      return HttpResponse.accepted()
          .body(written(results))
          .contentType(LINES)
          .header("Rickyard-Accepted", Long.toString(taken))
          .header("Rickyard-Refused", Long.toString(results.size() - taken));
    } finally {
      free.release();
    }
  }

  private BatchLine line(int number, byte[] bytes, int offset, int length) {
    try {
      NewTask task = reader.readValue(bytes, offset, length);
      if (task == null) {
        return refused(number, ErrorCode.INVALID_REQUEST, "The line is no object");
      }
      return new BatchLine.Wanted(number, forms.read(task));
    } catch (RequestRefused refused) {
      return new BatchLine.Refused(number, refused.problem());
    } catch (IllegalArgumentException e) {
      return refused(number, ErrorCode.INVALID_REQUEST, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      Problem unfit = JsonProblems.of(e);
      if (unfit == null) {
        throw new UncheckedIOException("A line in memory could not be read", e);
      }
      return new BatchLine.Refused(number, unfit);
    }
  }

  private static BatchLine refused(int number, ErrorCode code, String detail) {
    return new BatchLine.Refused(number, Problem.of(code, detail));
  }

  private byte[] written(List<BatchResult> results) {
    var out = new ByteArrayOutputStream(results.size() * 96);
    try (var lines = mapper.writer().withRootValueSeparator("\n").writeValues(out)) {
      lines.writeAll(results);
    } catch (IOException e) {
      throw new UncheckedIOException("Results in memory could not be written", e);
    }
    out.write('\n');
    return out.toByteArray();
  }
}
