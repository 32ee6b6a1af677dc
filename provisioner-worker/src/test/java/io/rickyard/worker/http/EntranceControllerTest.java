package io.rickyard.worker.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micronaut.security.authentication.Authentication;
import io.rickyard.contracts.Actor;
import io.rickyard.contracts.Generation;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.setting.PoolSettings;
import io.rickyard.contracts.setting.SettingSection;
import io.rickyard.contracts.setting.SettingsChange;
import io.rickyard.contracts.stack.DatabaseAccess;
import io.rickyard.contracts.stack.DatabaseEndpoint;
import io.rickyard.contracts.stack.DatabaseEntrance;
import io.rickyard.contracts.stack.GatewayEndpoint;
import io.rickyard.contracts.stack.StackEntrance;
import io.rickyard.contracts.stack.StackEvent;
import io.rickyard.contracts.stack.StackProfile;
import io.rickyard.contracts.stack.StackStatus;
import io.rickyard.postgres.OwnAddress;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import io.rickyard.worker.stack.MemoryStackLedger;
import io.rickyard.worker.stack.MemoryStackVault;
import io.rickyard.worker.stack.StackRecord;
import io.rickyard.worker.stack.StackSpec;
import io.rickyard.worker.stack.TestStacks;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class EntranceControllerTest {

  private static final Instant AT = Instant.parse("2026-11-20T12:00:00Z");
  private static final Authentication GATEWAY =
      Authentication.build("api-gateway", Map.of("kind", "service"));

  private final MemoryStackLedger ledger = new MemoryStackLedger();
  private final MemoryStackVault vault = new MemoryStackVault();
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
    assertThat(new EntranceController(ledger, vault, null).entrance(GATEWAY, project.value()))
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
            ledger, vault, ref -> ref.equals(project) ? Optional.of(gateway) : Optional.empty());

    // then
    assertThat(controller.entrance(GATEWAY, project.value()))
        .isEqualTo(new StackEntrance(StackStatus.ACTIVE_HEALTHY, StackProfile.DATABASE, gateway));
  }

  @Test
  void whoMayOpenTheDatabaseIsToldWithIt() {
    // given
    var access = new DatabaseAccess(List.of("203.0.113.0/24"), List.of(), true);
    var database = new DatabaseEndpoint("127.0.0.1", 20_000, "postgres", "17");
    tell(new StackEvent.StackActivated(AT, List.of(), database));
    vault.openOrCreate(project, TestStacks.ORGANIZATION, Optional.empty());
    var controller = new EntranceController(ledger, vault, null);
    var open = controller.databaseEntrance(GATEWAY, project.value());
    var claim = StackSpec.of(ledger.find(project).orElseThrow(), TestStacks.secrets());

    // when
    vault.configure(
        claim,
        new SettingsChange(SettingSection.ACCESS, access.settings(), Set.of(), Set.of()),
        Map.of());
    var told = controller.databaseEntrance(GATEWAY, project.value());

    // then
    assertThat(open)
        .isEqualTo(
            new DatabaseEntrance(
                StackStatus.ACTIVE_HEALTHY, database, DatabaseAccess.OPEN, null, null));
    assertThat(told)
        .isEqualTo(
            new DatabaseEntrance(
                StackStatus.ACTIVE_HEALTHY,
                database,
                access,
                OwnAddress.find().orElse(null),
                null));
  }

  @Test
  void howManyConnectionsAProjectChoseIsTold() {
    // given
    tell(
        new StackEvent.StackActivated(
            AT, List.of(), new DatabaseEndpoint("127.0.0.1", 20_000, "postgres", "17")));
    vault.openOrCreate(project, TestStacks.ORGANIZATION, Optional.empty());
    var claim = StackSpec.of(ledger.find(project).orElseThrow(), TestStacks.secrets());

    // when
    vault.configure(
        claim,
        new SettingsChange(
            SettingSection.POOLER, Map.of(PoolSettings.SIZE, "7"), Set.of(), Set.of()),
        Map.of());

    // then
    assertThat(
            new EntranceController(ledger, vault, null)
                .databaseEntrance(GATEWAY, project.value())
                .connections())
        .isEqualTo(7);
  }

  @Test
  void usersAreNotTold() {
    var user = Authentication.build("somebody", Map.of("kind", "session", "sid", "s"));
    assertRefused(
        ErrorCode.FORBIDDEN,
        () -> new EntranceController(ledger, vault, null).entrance(user, project.value()));
  }

  @Test
  void whatIsNoProjectIsNotFound() {
    var controller = new EntranceController(ledger, vault, null);
    assertRefused(
        ErrorCode.NOT_FOUND, () -> controller.entrance(GATEWAY, TestStacks.project().value()));
    assertRefused(ErrorCode.NOT_FOUND, () -> controller.entrance(GATEWAY, "no-reference"));
  }
}
