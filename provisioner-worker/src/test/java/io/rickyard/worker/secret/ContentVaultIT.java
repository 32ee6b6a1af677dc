package io.rickyard.worker.secret;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.setting.SettingSection;
import io.rickyard.testing.TestDatabase;
import io.rickyard.worker.content.ContentRefused;
import io.rickyard.worker.content.ContentStore;
import io.rickyard.worker.content.Contents;
import io.rickyard.worker.content.FunctionSecrets;
import io.rickyard.worker.content.RequestKey;
import io.rickyard.worker.content.Revision;
import io.rickyard.worker.stack.StackVault;
import io.rickyard.worker.stack.TestStacks;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ContentVaultIT {

  private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");

  private final TestDatabase database = TestDatabase.create();
  private final TestVaults vaults;
  private final StackVault secrets;
  private final ContentStore vault;
  private ProjectRef project = TestStacks.project();

  ContentVaultIT(@TempDir Path directory) {
    database.migrate("provisioner", "io/rickyard/worker/changelog.xml");
    vaults = TestVaults.in(database, directory);
    secrets = vaults.secrets();
    vault = vaults.contents();
  }

  @BeforeEach
  void makeStack() throws Exception {
    project = TestStacks.project();
    secrets.openOrCreate(project, TestStacks.ORGANIZATION, Optional.empty());
  }

  @AfterAll
  void dropDatabase() {
    database.close();
  }

  @Test
  void whatWasPutInComesWithTheStacksSecrets() throws Exception {
    // given
    assertThat(secrets.open(project).orElseThrow().contents()).isEqualTo(Contents.NONE);

    // when
    var changed = vaults.set(project, "STRIPE_KEY", "sk_test_of_the_shop");

    // then
    assertThat(changed.revision()).isEqualTo(1);
    assertThat(vault.open(project)).isEqualTo(changed);
    var opened = secrets.open(project).orElseThrow();
    assertThat(opened.contents()).isEqualTo(changed);
    assertThat(opened.hidden()).contains("sk_test_of_the_shop");
  }

  @Test
  void keysComeBackAsTheyWere() throws Exception {
    // given
    var keys = secrets.open(project).orElseThrow().apiKeys(project).legacy(false);

    // when
    vault.change(project, (now, _) -> new ContentStore.Changed<>(now.with(keys), ""));

    // then
    assertThat(secrets.open(project).orElseThrow().apiKeys(project)).isEqualTo(keys);
  }

  @Test
  void aSourceIsThereAsLongAsItsFunctionIsMadeOfIt() throws Exception {
    // given
    var first = TestVaults.source("first");
    var second = TestVaults.source("second");
    vaults.deploy(project, first);
    vaults.deploy(project, second);
    assertThat(vault.source(project, "hello", first.sha256())).isPresent();

    // when
    try (var connection = database.dataSource("provisioner").getConnection();
        var update =
            connection.prepareStatement(
                "update function_source set kept_at = kept_at - interval '25 hours' where project = ?")) {
      update.setString(1, project.value());
      update.executeUpdate();
    }
    vaults.set(project, "ANY", "thing");

    // then
    assertThat(vault.source(project, "hello", first.sha256())).isEmpty();
    assertThat(
            vault.source(project, "hello", second.sha256()).orElseThrow().files().get("index.ts"))
        .isEqualTo("second".getBytes(UTF_8));
  }

  @Test
  void aRefusedChangeChangesNothing() throws Exception {
    // given
    var before = vaults.set(project, "A", "1");

    // when
    assertThatThrownBy(() -> vaults.set(project, "SUPABASE_URL", "2"))
        .isInstanceOf(ContentRefused.class);

    // then
    assertThat(vault.open(project)).isEqualTo(before);
  }

  @Test
  void noneOfManyChangesAtOnceIsLost() throws Exception {
    // given
    var changes = new ArrayList<Callable<Contents>>();
    for (int i = 0; i < 20; i++) {
      var name = "SECRET_" + i;
      changes.add(() -> vaults.set(project, name, "value"));
    }

    // when
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var done : threads.invokeAll(changes)) {
        done.get();
      }
    }

    // then
    assertThat(vault.open(project).revision()).isEqualTo(20);
    assertThat(vault.open(project).secrets().byName()).hasSize(20);
  }

  private ContentStore.Answered once(String key, String fingerprint, String value)
      throws ContentRefused {
    return vault.changeOnce(
        project,
        new RequestKey("ada", "POST /v1/projects/" + project + "/secrets", key, fingerprint),
        (now, _) -> {
          var next = now.with(now.secrets().with(Map.of("NAME", value), NOW));
          return new ContentStore.Changed<>(next, LongNode.valueOf(next.revision()));
        });
  }

  @Test
  void whatIsAskedForAgainUnderAKeyIsToldTheSameAndKeptOnce() throws Exception {
    // given
    var first = once("key", "body", "value");

    // when
    var again = once("key", "body", "value");

    // then
    assertThat(again.before()).isTrue();
    assertThat(again.told().asLong()).isEqualTo(first.told().asLong());
    assertThat(vault.open(project).revision()).isEqualTo(1);
    assertThat(once("another key", "body", "value").before()).isFalse();
    assertThatThrownBy(() -> once("key", "another body", "value"))
        .isInstanceOfSatisfying(
            ContentRefused.class,
            refused -> assertThat(refused.why()).isEqualTo(ContentRefused.Why.KEY_REUSED));
  }

  @Test
  void aKeyIsFreeAgainWhenItsChangeWasTakenBack() throws Exception {
    // given
    var first = once("key", "body", "value");
    vault.discard(project, new Revision(SettingSection.FUNCTIONS, first.told().asLong()));

    // when
    var again = once("key", "body", "value");

    // then
    assertThat(again.before()).isFalse();
    assertThat(vault.open(project).secrets().byName()).containsOnlyKeys("NAME");
  }

  @Test
  void nothingStandsInTheTablesAsItIs() throws Exception {
    // given
    vaults.set(project, "STRIPE_KEY", "sk_test_of_the_shop");
    vaults.deploy(project, TestVaults.source("const password = 'sk_test_of_the_shop'"));
    var _ =
        vault.changeOnce(
            project,
            new RequestKey("ada", "scope", "any", "print"),
            (now, _) -> new ContentStore.Changed<>(now, TextNode.valueOf("sk_test_of_the_shop")));

    // then
    for (var table :
        List.of(
            "stack_contents", "function_source", "stack_contents_note", "stack_contents_answer")) {
      try (var connection = database.dataSource("provisioner").getConnection();
          var select = connection.prepareStatement("select t::text from " + table + " t");
          var row = select.executeQuery()) {
        while (row.next()) {
          assertThat(row.getString(1)).doesNotContain("sk_test", "STRIPE");
        }
      }
    }
  }

  @Test
  void aMovedRowDoesNotOpen() throws Exception {
    // given
    var other = TestStacks.project();
    secrets.openOrCreate(other, TestStacks.ORGANIZATION, Optional.empty());
    vaults.set(project, "A", "1");

    // when
    try (var connection = database.dataSource("provisioner").getConnection();
        var update =
            connection.prepareStatement(
                "update stack_contents set project = ? where project = ?")) {
      update.setString(1, other.value());
      update.setString(2, project.value());
      update.executeUpdate();
    }

    // then
    assertThatThrownBy(() -> vault.open(other)).isInstanceOf(SecretException.class);
    remove(other);
  }

  private void remove(ProjectRef whose) throws SQLException {
    try (var connection = database.dataSource("provisioner").getConnection()) {
      ContentTable.delete(connection, whose);
    }
  }

  @Test
  void whatWasPutInGoesWithTheSecrets() throws Exception {
    // given
    vaults.set(project, "A", "1");

    // when
    secrets.destroy(project);

    // then
    assertThat(vault.open(project)).isEqualTo(Contents.NONE);
    assertThatThrownBy(() -> vaults.set(project, "A", "1"))
        .isInstanceOf(IllegalStateException.class);
    assertThat(Contents.NONE.secrets()).isEqualTo(FunctionSecrets.NONE);
  }
}
