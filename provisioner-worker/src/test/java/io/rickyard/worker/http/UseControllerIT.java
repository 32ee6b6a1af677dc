package io.rickyard.worker.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micronaut.security.authentication.Authentication;
import io.rickyard.contracts.Generation;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.stack.StackProfile;
import io.rickyard.contracts.stack.StackUse;
import io.rickyard.persistence.Transactions;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import io.rickyard.testing.Infrastructure;
import io.rickyard.testing.TestDatabase;
import io.rickyard.worker.stack.MemoryStackLedger;
import io.rickyard.worker.stack.MemoryStackVault;
import io.rickyard.worker.stack.StackRecord;
import io.rickyard.worker.stack.TestStacks;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(Infrastructure.class)
class UseControllerIT {

  private static final Authentication GATEWAY =
      Authentication.build("api-gateway", Map.of("kind", "service"));

  private final MemoryStackLedger ledger = new MemoryStackLedger();
  private final ProjectRef project = TestStacks.project();
  private TestDatabase database;
  private UseController controller;

  @BeforeEach
  void open(TestDatabase fresh) {
    database = fresh;
    database.migrate("provisioner", "io/rickyard/worker/changelog.xml");
    controller =
        new UseController(
            ledger, new MemoryStackVault(), new Transactions(database.dataSource("provisioner")));
    ledger.put(
        StackRecord.accepted(
            project, TestStacks.ORGANIZATION, StackProfile.CORE, "docker", Generation.FIRST));
  }

  private void write(String sql) throws SQLException {
    try (var connection = database.dataSource("provisioner").getConnection();
        var insert = connection.prepareStatement(sql)) {
      insert.setString(1, "project:" + project);
      insert.setObject(2, TaskId.next().value());
      insert.executeUpdate();
    }
  }

  @Test
  void whatCannotBeSeenIsNotIdle() {
    // when
    var use = controller.use(GATEWAY, project.value());

    // then
    assertThat(use).isEqualTo(new StackUse(false, null));
    assertThat(use.idle()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "insert into lane (key, holder, holder_type) values (?, ?, 'stack.restart')",
        "insert into waiting (lane, id, version) values (?, ?, 1)"
      })
  void aTaskThatWorksOrWaitsIsUse(String sql) throws SQLException {
    // given
    write(sql);

    // then
    assertThat(controller.use(GATEWAY, project.value()).tasks()).isTrue();
    assertThat(new StackUse(true, 0).idle()).isFalse();
  }

  @Test
  void usersAreNotTold() {
    var user = Authentication.build("somebody", Map.of("kind", "session", "sid", "s"));
    assertThatThrownBy(() -> controller.use(user, project.value()))
        .isInstanceOfSatisfying(
            RequestRefused.class,
            refused -> assertThat(refused.code()).isEqualTo(ErrorCode.FORBIDDEN));
  }

  @ParameterizedTest
  @ValueSource(strings = {"no-reference", "zzzzzzzzzzzzzzzzzzzz"})
  void whatIsNoProjectIsNotFound(String ref) {
    assertThatThrownBy(() -> controller.use(GATEWAY, ref))
        .isInstanceOfSatisfying(
            RequestRefused.class,
            refused -> assertThat(refused.code()).isEqualTo(ErrorCode.NOT_FOUND));
  }
}
