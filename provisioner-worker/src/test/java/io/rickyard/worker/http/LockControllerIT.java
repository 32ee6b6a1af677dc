package io.rickyard.worker.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rickyard.contracts.organization.Role;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import io.rickyard.worker.http.LockController.Renewal;
import java.time.Duration;
import java.time.Instant;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class LockControllerIT extends LocksAtAnEngine {

  private static final String HOLDER = "a-developer";
  private static final String COLLEAGUE = "another-developer";
  private static final String ADMINISTRATOR = "an-administrator";
  private static final Renewal AS_BEFORE = new Renewal(null);

  private final LockController controller;

  LockControllerIT() {
    controller = new LockController(transactions, engine, memberships);
    member(ORGANIZATION, HOLDER, Role.DEVELOPER);
    member(ORGANIZATION, COLLEAGUE, Role.DEVELOPER);
    member(ORGANIZATION, ADMINISTRATOR, Role.ADMINISTRATOR);
  }

  @Test
  void whoTookALockRenewsAndReleasesIt() {
    // given
    String ticket = held("own", HOLDER);

    // when
    var renewed = controller.renew(as(HOLDER), ticket, new Renewal("PT2H"));

    // then
    assertThat(renewed.leaseUntil()).isAfter(Instant.now().plus(Duration.ofMinutes(90)));
    controller.release(as(HOLDER), ticket);
    refused(ErrorCode.NOT_FOUND, () -> controller.get(as(HOLDER), ticket));
  }

  @Test
  void aStrangerDoesNotLearnOfALock() {
    // given
    String ticket = held("hidden", HOLDER);

    // when
    ThrowingCallable releasing = () -> controller.release(as(STRANGER), ticket);

    // then
    refused(ErrorCode.NOT_FOUND, releasing);
    refused(ErrorCode.NOT_FOUND, () -> controller.get(as(STRANGER), ticket));
    refused(ErrorCode.NOT_FOUND, () -> controller.renew(as(STRANGER), ticket, AS_BEFORE));
    refused(ErrorCode.NOT_FOUND, () -> controller.list(as(STRANGER), ORGANIZATION.value()));
    assertThat(controller.get(as(HOLDER), ticket).state()).isEqualTo("held");
  }

  @Test
  void aColleagueSeesALockAndCannotTakeItAway() {
    // given
    String ticket = held("shared", HOLDER);

    // when
    ThrowingCallable releasing = () -> controller.release(as(COLLEAGUE), ticket);

    // then
    refused(ErrorCode.FORBIDDEN, releasing);
    refused(ErrorCode.FORBIDDEN, () -> controller.renew(as(COLLEAGUE), ticket, AS_BEFORE));
    assertThat(controller.list(as(COLLEAGUE), ORGANIZATION.value()).data())
        .anyMatch(lock -> lock.ticket().equals(ticket) && lock.position() == 0);
  }

  @Test
  void anAdministratorReleasesALockButDoesNotRenewIt() {
    // given
    String ticket = held("left-behind", HOLDER);

    // when
    ThrowingCallable renewing = () -> controller.renew(as(ADMINISTRATOR), ticket, AS_BEFORE);

    // then
    refused(ErrorCode.FORBIDDEN, renewing);
    controller.release(as(ADMINISTRATOR), ticket);
    refused(ErrorCode.NOT_FOUND, () -> controller.get(as(HOLDER), ticket));
  }

  @Test
  void whoOnlyWaitsHasNothingToRenew() {
    // given
    String holder = held("busy", HOLDER);
    String waiting = held("busy", HOLDER);

    // when
    ThrowingCallable renewing = () -> controller.renew(as(HOLDER), waiting, AS_BEFORE);

    // then
    refused(ErrorCode.LOCK_NOT_HELD, renewing);
    refused(
        ErrorCode.INVALID_REQUEST, () -> controller.renew(as(HOLDER), holder, new Renewal("P3D")));
  }

  private static void refused(ErrorCode code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            RequestRefused.class, refused -> assertThat(refused.code()).isEqualTo(code));
  }
}
