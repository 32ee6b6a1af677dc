package io.rickyard.org;

import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.testing.Eventually;
import io.rickyard.testing.Infrastructure;
import io.rickyard.testing.TestBroker;
import io.rickyard.testing.TestDatabase;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(Infrastructure.class)
class OutageIT {

  private final UUID ada = UUID.randomUUID();

  @Test
  void workIsAcceptedWhileTheBrokerIsAway(
      TestDatabase database, TestBroker broker, @TempDir Path directory) {
    try (var server = new OrgServer(database, broker, directory, Map.of())) {
      // given
      String organization = server.organization(ada, "acme");
      broker.away();

      // when
      var promised = server.provision(ada, organization, Map.of("name", "shop"));

      // then
      assertThat(promised.status()).isEqualTo(202);
    }
  }

  @Test
  void withoutDatabaseTheAnswerSaysTryAgain(
      TestDatabase database, TestBroker broker, @TempDir Path directory) {
    try (var server = new OrgServer(database, broker, directory, Map.of())) {
      // given
      String organization = server.organization(ada, "acme");
      database.away();

      // when
      var refused = server.provision(ada, organization, Map.of("name", "shop"));

      // then
      database.back();
      assertThat(refused.status()).isEqualTo(503);
      assertThat(refused.text("/code")).isEqualTo("service_unavailable");
      Eventually.asserted(() ->
          assertThat(server.provision(ada, organization, Map.of("name", "shop")).status())
              .isEqualTo(202));
    }
  }
}
