package io.rickyard.org.http;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Put;
import io.micronaut.http.annotation.Status;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.org.idle.IdleStop;
import io.rickyard.org.idle.IdleStops;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is wanted for projects that nobody uses; and for the gateway, what it has to do for it. */
@Controller
@Secured(SecurityRule.IS_AUTHENTICATED)
final class IdleStopController {

  private static final int MOST_AT_ONCE = 100;

  private final IdleStops stops;

  IdleStopController(IdleStops stops) {
    this.stops = stops;
  }

  /** After how long without use a project is paused. */
  record Wanted(@Nullable Duration after) {
    Duration time() {
      return Reading.of(() -> IdleStop.fitting(after == null ? Duration.ZERO : after));
    }
  }

  /** The same, as it is kept. */
  record Kept(String after, Instant usedAt, boolean asleep) {
    static Kept of(IdleStop stop) {
      return new Kept(stop.after().toString(), stop.usedAt(), stop.asleep());
    }
  }

  /** Some projects. */
  record Projects(List<ProjectRef> projects) {
    Projects {
      projects = projects == null ? List.of() : List.copyOf(projects);
    }
  }

  /** Whether what was asked for is happening. */
  record Happening(boolean happening) {}

  @Get("/projects/{ref}/idle-stop")
  Kept get(Authentication authentication, String ref) {
    return Kept.of(stops.get(Callers.user(authentication), Reading.project(ref)));
  }

  @Put("/projects/{ref}/idle-stop")
  Kept set(Authentication authentication, HttpRequest<?> request, String ref, @Body Wanted wanted) {
    var deed = Callers.deed(authentication, request);
    return Kept.of(stops.set(deed, Reading.project(ref), wanted.time()));
  }

  @Delete("/projects/{ref}/idle-stop")
  @Status(HttpStatus.NO_CONTENT)
  void remove(Authentication authentication, HttpRequest<?> request, String ref) {
    stops.remove(Callers.deed(authentication, request), Reading.project(ref));
  }

  @Get("/idle-stops/due")
  Projects due(Authentication authentication) {
    Callers.requireService(authentication);
    return new Projects(stops.due(MOST_AT_ONCE));
  }

  @Post("/idle-stops/used")
  @Status(HttpStatus.NO_CONTENT)
  void used(Authentication authentication, @Body Projects used) {
    Callers.requireService(authentication);
    stops.used(used.projects());
  }

  @Post("/idle-stops/{ref}/stop")
  Happening stop(Authentication authentication, String ref) {
    Callers.requireService(authentication);
    return new Happening(stops.stop(Reading.project(ref)));
  }

  @Post("/idle-stops/{ref}/wake")
  Happening wake(Authentication authentication, String ref) {
    Callers.requireService(authentication);
    return new Happening(stops.wake(Reading.project(ref)));
  }
}
