package io.rickyard.org.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.persistence.Transactions;
import io.rickyard.testing.Infrastructure;
import io.rickyard.testing.TestDatabase;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Infrastructure.class)
class PurgeIT {

  @Test
  void onlyWhatHasHadItsTimeGoes(TestDatabase database) throws SQLException {
    // given
    database.migrate("org", "io/rickyard/org/changelog.xml");
    arrange(database);
    var sessions = new Sessions(new Transactions(database.dataSource("org")));

    // when
    new Purge(sessions, new IdempotencyKeyTable(), Duration.ofDays(30), Duration.ofDays(30)).run();

    // then
    assertThat(texts(database, "select key from org.idempotency_key")).containsExactly("young");
    assertThat(texts(database, "select delivery_id from org.hook_delivery"))
        .containsExactly("young");
    assertThat(texts(database, "select right(id::text, 1) from org.revoked_token order by id"))
        .containsExactly("1", "3");
  }

  private static void arrange(TestDatabase database) throws SQLException {
    try (var connection = database.superuser();
        var statement = connection.createStatement()) {
      statement.execute(
          """
          insert into org.idempotency_key (principal, scope, key, fingerprint, expires_at)
          values (gen_random_uuid(), 's', 'old', 'f', now() - interval '1 second'),
                 (gen_random_uuid(), 's', 'young', 'f', now() + interval '1 hour');
          insert into org.organization (id, name, created_at)
          values ('acmeacmeacmeacmeacme', 'acme', now());
          insert into org.hook
            (id, organization_id, name, provider, rule, principal, secret, created_at)
          values ('018f0000-0000-7000-8000-000000000001', 'acmeacmeacmeacmeacme', 'ci', 'github',
                  '{}', gen_random_uuid(), '', now());
          insert into org.hook
            (id, organization_id, name, provider, rule, principal, secret, created_at, token_id,
             token_scopes)
          values ('018f0000-0000-7000-8000-000000000002', 'acmeacmeacmeacmeacme', 'ci', 'github',
                  '{}', gen_random_uuid(), '', now(), '018f0000-0000-7000-8000-0000000000f1', '{}');
          insert into org.revoked_token (id, revoked_at)
          values ('018f0000-0000-7000-8000-0000000000f1', now() - interval '40 days'),
                 ('018f0000-0000-7000-8000-0000000000f2', now() - interval '25 hours'),
                 ('018f0000-0000-7000-8000-0000000000f3', now() - interval '23 hours');
          insert into org.hook_delivery
            (hook_id, organization_id, delivery_id, body_hash, outcome, received_at)
          values ('018f0000-0000-7000-8000-000000000001', 'acmeacmeacmeacmeacme', 'old', 'h',
                  'ignored', now() - interval '31 days'),
                 ('018f0000-0000-7000-8000-000000000001', 'acmeacmeacmeacmeacme', 'young', 'h',
                  'ignored', now() - interval '29 days');
          """);
    }
  }

  private static List<String> texts(TestDatabase database, String sql) throws SQLException {
    try (var connection = database.superuser();
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      var texts = new ArrayList<String>();
      while (rows.next()) {
        texts.add(rows.getString(1));
      }
      return texts;
    }
  }
}
