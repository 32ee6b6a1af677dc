package io.rickyard.projector.http;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.rickyard.contracts.Position;
import io.rickyard.projector.kafka.Intake;
import io.rickyard.projector.query.ReadYourWrites;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code Prefer: wait=1} with {@code Rickyard-Position}: answers once that position is projected,
 * or after a second with what there is.
 */
@ServerFilter({"/tasks/**", "/stacks/**"})
class WaitFilter {

  private static final Pattern WAIT = Pattern.compile("(?:^|[,;\\s])wait=(\\d{1,3})(?:$|[,;\\s])");
  private static final Duration LONGEST = Duration.ofSeconds(1);

  private final ReadYourWrites writes;

  WaitFilter(ReadYourWrites writes) {
    this.writes = writes;
  }

  @RequestFilter
  @ExecuteOn(TaskExecutors.BLOCKING)
  void await(HttpRequest<?> request) throws InterruptedException {
    String prefer = request.getHeaders().get("Prefer");
    String text = request.getHeaders().get("Rickyard-Position");
    if (prefer == null || text == null) {
      return;
    }
    Matcher wait = WAIT.matcher(prefer);
    if (!wait.find()) {
      return;
    }
    Duration asked = Duration.ofSeconds(Long.parseLong(wait.group(1)));
    Position position = Parameters.required("Rickyard-Position", text, Position::parse);
    var _ =
        writes.await(
            Intake.consumer(position.topic()),
            position,
            asked.compareTo(LONGEST) < 0 ? asked : LONGEST);
  }
}
