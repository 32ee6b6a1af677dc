package io.rickyard.worker.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.rickyard.contracts.OrganizationId;
import io.rickyard.worker.stack.StackSecrets;
import io.rickyard.worker.stack.TestStacks;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is made of containers that compose has labelled. */
class AdoptedContainersTest {

  private static AdoptedContainer container(
      String service, Map<String, String> environment, String... dependsOn) {
    return new AdoptedContainer(
        new SeenContainer(
            service + "-id",
            service,
            0,
            "",
            true,
            false,
            false,
            0,
            "",
            Optional.empty(),
            Map.of(),
            new ContainerMake("image", environment, Set.of(), 0, 0, 0)),
        Set.of(dependsOn),
        Optional.empty());
  }

  private static List<List<String>> order(AdoptedContainer... containers) {
    return AdoptedContainers.inOrder(List.of(containers)).stream()
        .map(level -> level.stream().map(AdoptedContainer::service).sorted().toList())
        .toList();
  }

  @Test
  void whatOthersNeedComesFirst() {
    assertThat(
            order(
                container("kong", Map.of(), "auth", "analytics"),
                container("auth", Map.of(), "db"),
                container("db", Map.of(), "vector"),
                container("rest", Map.of(), "db")))
        .containsExactly(List.of("db"), List.of("auth", "rest"), List.of("kong"));
  }

  @Test
  void aCircleHoldsNobodyUp() {
    assertThat(
            order(container("a", Map.of(), "b"), container("b", Map.of(), "a")).stream()
                .flatMap(List::stream))
        .containsExactlyInAnyOrder("a", "b");
  }

  @Test
  void secretsAreWhatTheEnvironmentsSayUnderUpstreamsNames() {
    // when
    var secrets =
        AdoptedSecrets.of(
            List.of(
                container("db", Map.of("POSTGRES_PASSWORD", "of-the-database", "PORT", "5432")),
                container(
                    "auth",
                    Map.of(
                        "GOTRUE_JWT_SECRET",
                        "signs-all-tokens",
                        "GOTRUE_DB_DATABASE_URL",
                        "postgres://supabase_auth_admin:in-an-address@db:5432/postgres")),
                container(
                    "kong", Map.of("SUPABASE_ANON_KEY", "anon-key", "SUPABASE_SERVICE_KEY", ""))),
            "db");

    // then
    assertThat(secrets)
        .containsEntry(StackSecrets.DB_PASS, "of-the-database")
        .containsEntry(StackSecrets.SUPERUSER_PASSWORD, "of-the-database")
        .containsEntry(StackSecrets.JWT_SECRET, "signs-all-tokens")
        .containsEntry(StackSecrets.ANON_KEY, "anon-key")
        .containsEntry("env:auth:GOTRUE_DB_DATABASE_URL", "in-an-address")
        .doesNotContainKeys(StackSecrets.SERVICE_KEY, "env:db:PORT");
  }

  @Test
  void whoMayAdoptSaysWhoRunsTheInstallation() {
    // given
    var adoptable = Adoptable.parse(" shop, blog@" + TestStacks.ORGANIZATION + " ");

    // then
    assertThat(adoptable.by(TestStacks.OTHER, "shop")).isTrue();
    assertThat(adoptable.by(TestStacks.ORGANIZATION, "blog")).isTrue();
    assertThat(adoptable.by(TestStacks.OTHER, "blog")).isFalse();
    assertThat(adoptable.by(TestStacks.ORGANIZATION, "other")).isFalse();
    assertThat(Adoptable.parse("").by(TestStacks.ORGANIZATION, "shop")).isFalse();
    assertThat(Adoptable.parse("*").by(new OrganizationId("a".repeat(20)), "any")).isTrue();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Adoptable.parse("shop@acme"))
        .withMessageContaining("rickyard.runtime.docker.adoptable");
  }
}
