package io.rickyard.worker.http;

import io.micronaut.core.annotation.Introspected;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.Status;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.contracts.Actor;
import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.organization.Permission;
import io.rickyard.contracts.task.TaskInput.LockHold;
import io.rickyard.persistence.Transactions;
import io.rickyard.service.identity.Caller;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import io.rickyard.worker.engine.Engine;
import io.rickyard.worker.engine.Locks;
import io.rickyard.worker.membership.Memberships;
import io.rickyard.worker.queue.LockSight;
import io.rickyard.worker.queue.LockSight.Ticket;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Locks as they stand, for the members of their organization. Who took one renews it; who took it,
 * or administers the organization, releases it.
 */
@Controller("/locks")
@Secured(SecurityRule.IS_AUTHENTICATED)
@ExecuteOn(TaskExecutors.BLOCKING)
final class LockController {

  private final LockSight sight;
  private final Supplier<Locks> locks;
  private final Memberships memberships;

  LockController(Transactions transactions, Engine engine, Memberships memberships) {
    this.sight = new LockSight(transactions);
    this.locks = engine::locks;
    this.memberships = memberships;
  }

  /** A lock or a place in its line, on the wire. */
  @Introspected
  record Form(
      String ticket,
      String name,
      OrganizationId organization,
      String state,
      int position,
      Actor actor,
      Instant askedAt,
      String lease,
      @Nullable Long token,
      @Nullable Instant heldAt,
      @Nullable Instant leaseUntil) {

    static Form of(Ticket ticket) {
      return new Form(
          ticket.id().toString(),
          ticket.name(),
          ticket.organization(),
          ticket.heldAt() == null ? "waiting" : "held",
          ticket.position(),
          ticket.actor(),
          ticket.askedAt(),
          ticket.lease().toString(),
          ticket.token(),
          ticket.heldAt(),
          ticket.leaseUntil());
    }
  }

  /** All locks of an organization. */
  @Introspected
  record Forms(List<Form> data) {}

  /** How long it is held from now on; as long as it was asked for when left out. */
  @Introspected
  record Renewal(@Nullable String lease) {

    Optional<Duration> duration(Ticket ticket) {
      if (lease == null) {
        return Optional.empty();
      }
      try {
        return Optional.of(new LockHold(ticket.name(), Duration.parse(lease)).lease());
      } catch (DateTimeParseException | IllegalArgumentException e) {
        throw new RequestRefused(ErrorCode.INVALID_REQUEST, "lease: " + e.getMessage());
      }
    }
  }

  @Get
  Forms list(Authentication authentication, @QueryValue String organization) {
    var caller = Caller.of(authentication);
    var id =
        organization(organization)
            .filter(named -> memberships.role(named, caller.subject()).isPresent())
            .orElseThrow(() ->
                new RequestRefused(
                    ErrorCode.NOT_FOUND, "There is no organization " + organization));
    return new Forms(sight.of(id).stream().map(Form::of).toList());
  }

  @Get("/{ticket}")
  Form get(Authentication authentication, String ticket) {
    return Form.of(seen(Caller.of(authentication), ticket));
  }

  @Post("/{ticket}/renew")
  Form renew(Authentication authentication, String ticket, @Body Renewal renewal) {
    var caller = Caller.of(authentication);
    var seen = seen(caller, ticket);
    if (!isOwn(caller, seen)) {
      throw new RequestRefused(ErrorCode.FORBIDDEN, "Only who took the lock renews it")
          .within(seen.organization());
    }
    if (locks.get().renew(seen.id(), renewal.duration(seen)).isEmpty()) {
      throw notHeld();
    }
    return Form.of(sight.find(seen.id()).orElseThrow(LockController::notHeld));
  }

  @Post("/{ticket}/release")
  @Status(HttpStatus.NO_CONTENT)
  void release(Authentication authentication, String ticket) {
    var caller = Caller.of(authentication);
    var seen = seen(caller, ticket);
    if (!isOwn(caller, seen)
        && !memberships.may(seen.organization(), caller.subject(), Permission.LOCK_DELETE)) {
      throw new RequestRefused(
              ErrorCode.FORBIDDEN, "Who took the lock, or an administrator, releases it")
          .within(seen.organization());
    }
    if (!locks.get().release(seen.id())) {
      throw notHeld();
    }
  }

  private static boolean isOwn(Caller caller, Ticket ticket) {
    return caller.subject().equals(ticket.actor().principal());
  }

  private static RequestRefused notHeld() {
    return new RequestRefused(ErrorCode.LOCK_NOT_HELD, "The lock is not held with that ticket");
  }

  private Ticket seen(Caller caller, String ticket) {
    return id(ticket)
        .flatMap(sight::find)
        .filter(found -> memberships.role(found.organization(), caller.subject()).isPresent())
        .orElseThrow(() -> new RequestRefused(ErrorCode.NOT_FOUND, "There is no such ticket"));
  }

  private static Optional<TaskId> id(String ticket) {
    try {
      return Optional.of(TaskId.parse(ticket));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static Optional<OrganizationId> organization(String slug) {
    try {
      return Optional.of(new OrganizationId(slug));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
