package io.rickyard.worker.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micronaut.security.authentication.Authentication;
import io.rickyard.contracts.Actor;
import io.rickyard.contracts.Generation;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.stack.DatabaseEndpoint;
import io.rickyard.contracts.stack.GatewayEndpoint;
import io.rickyard.contracts.stack.StackEntrance;
import io.rickyard.contracts.stack.StackEvent;
import io.rickyard.contracts.stack.StackProfile;
import io.rickyard.contracts.stack.StackStatus;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import io.rickyard.worker.stack.MemoryStackLedger;
import io.rickyard.worker.stack.StackRecord;
import io.rickyard.worker.stack.TestStacks;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class EntranceControllerTest {

  private static final Instant AT = Instant.parse("2026-11-20T12:00:00Z");
  private static final Authentication GATEWAY =
      Authentication.build("api-gateway", Map.of("kind", "service"));

  private final MemoryStackLedger ledger = new MemoryStackLedger();
  private final ProjectRef project = accepted();

  private ProjectRef accepted() {
    var ref = TestStacks.project();
    ledger.put(
        StackRecord.accepted(
            ref, TestStacks.ORGANIZATION, StackProfile.DATABASE, "process", Generation.FIRST));
    return ref;
  }

  private void tell(StackEvent event) {
    ledger.append(project, Actor.system("test"), _ -> Optional.of(event));
  }

  private static void assertRefused(ErrorCode code, ThrowingCallable request) {
    assertThatThrownBy(request)
        .isInstanceOfSatisfying(
            RequestRefused.class, refused -> assertThat(refused.code()).isEqualTo(code));
  }

  @Test
  void aStackThatComesUpSaysSo() {
    assertThat(new EntranceController(ledger, null).entrance(GATEWAY, project.value()))
        .isEqualTo(new StackEntrance(StackStatus.COMING_UP, StackProfile.DATABASE, null));
  }

  @Test
  void aStackWithAGatewaySaysWhereItListens() {
    // given
    tell(
        new StackEvent.StackActivated(
            AT, List.of(), new DatabaseEndpoint("127.0.0.1", 20_000, "postgres", "17")));
    var gateway = new GatewayEndpoint("127.0.0.1", 20_001);
    var controller =
        new EntranceController(
            ledger, ref -> ref.equals(project) ? Optional.of(gateway) : Optional.empty());

    // then
    assertThat(controller.entrance(GATEWAY, project.value()))
        .isEqualTo(new StackEntrance(StackStatus.ACTIVE_HEALTHY, StackProfile.DATABASE, gateway));
  }

  @Test
  void usersAreNotTold() {
    var user = Authentication.build("somebody", Map.of("kind", "session", "sid", "s"));
    assertRefused(
        ErrorCode.FORBIDDEN,
        () -> new EntranceController(ledger, null).entrance(user, project.value()));
  }

  @Test
  void whatIsNoProjectIsNotFound() {
    var controller = new EntranceController(ledger, null);
    assertRefused(
        ErrorCode.NOT_FOUND, () -> controller.entrance(GATEWAY, TestStacks.project().value()));
    assertRefused(ErrorCode.NOT_FOUND, () -> controller.entrance(GATEWAY, "no-reference"));
  }
}
