package io.rickyard.worker.sso;

import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.contracts.stack.DatabaseEndpoint;
import io.rickyard.postgres.Login;
import io.rickyard.testing.TestDatabase;
import io.rickyard.worker.sql.ProjectSql;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Against tables with the columns that GoTrue's migrations make. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProviderQueriesIT {

  private static final String OKTA = "11111111-1111-4111-8111-111111111111";
  private static final String ENTRA = "22222222-2222-4222-8222-222222222222";

  private static final String TABLES =
      """
      drop schema if exists auth cascade;
      create schema auth;
      create table auth.sso_providers (
        id uuid primary key, resource_id text, created_at timestamptz, updated_at timestamptz);
      create table auth.saml_providers (
        id uuid primary key, sso_provider_id uuid, entity_id text, metadata_xml text,
        metadata_url text, attribute_mapping jsonb, name_id_format text, created_at timestamptz,
        updated_at timestamptz);
      create table auth.sso_domains (
        id uuid primary key, sso_provider_id uuid, domain text, created_at timestamptz,
        updated_at timestamptz);
      insert into auth.sso_providers values
        ('%1$s', null, '2026-11-20 12:00+00', '2026-11-20 13:00+00'),
        ('%2$s', null, '2026-11-20 12:30+00', '2026-11-20 12:30+00');
      insert into auth.saml_providers values
        ('33333333-3333-4333-8333-333333333333', '%1$s', 'https://okta.example', '<okta/>',
         'https://okta.example/metadata', '{"keys": {"email": {"name": "mail"}}}', null, now(), now()),
        ('44444444-4444-4444-8444-444444444444', '%2$s', 'https://entra.example', '<entra/>', null,
         '{}', 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent', now(), now());
      insert into auth.sso_domains values
        ('55555555-5555-4555-8555-555555555555', '%1$s', 'example.com', '2026-11-20 12:00+00',
         '2026-11-20 12:00+00')
      """
          .formatted(OKTA, ENTRA);

  private final TestDatabase server = TestDatabase.create();
  private final ProjectSql sql = new ProjectSql(Duration.ofSeconds(20));
  private final DatabaseEndpoint database;
  private final Login login;

  ProviderQueriesIT() throws SQLException {
    var url = URI.create(server.url().substring("jdbc:".length()));
    var name = url.getPath().substring(1);
    database = new DatabaseEndpoint(url.getHost(), url.getPort(), name, "17");
    login = new Login("reader_of_" + name, "a-password-of-the-test", name);
    try (var superuser = server.superuser();
        var statement = superuser.createStatement()) {
      statement.execute(TABLES);
      statement.execute(
          "create role %s login password '%s' in role pg_read_all_data"
              .formatted(login.role(), login.password()));
      statement.execute("grant connect on database %s to %s".formatted(name, login.role()));
    }
  }

  @AfterAll
  void close() {
    sql.close();
    server.close();
  }

  @Test
  void allAreListedWithTheIdsOfTheirPartsAndWithoutMetadata() throws Exception {
    // when
    var all = ProviderQueries.providers(sql.run(database, login, ProviderQueries.ALL));

    // then
    assertThat(all.get(0))
        .hasToString(
            "{\"id\":\"%s\",\"saml\":{\"id\":\"33333333-3333-4333-8333-333333333333\",\"entity_id\":\"https://okta.example\",\"metadata_url\":\"https://okta.example/metadata\",\"attribute_mapping\":{\"keys\":{\"email\":{\"name\":\"mail\"}}}},\"domains\":[{\"id\":\"55555555-5555-4555-8555-555555555555\",\"domain\":\"example.com\",\"created_at\":\"2026-11-20T12:00:00.000Z\",\"updated_at\":\"2026-11-20T12:00:00.000Z\"}],\"created_at\":\"2026-11-20T12:00:00.000Z\",\"updated_at\":\"2026-11-20T13:00:00.000Z\"}"
                .formatted(OKTA));
    assertThat(all.get(1).at("/saml").has("attribute_mapping")).isFalse();
    assertThat(all.get(1).at("/domains")).hasToString("[]");
    assertThat(all).hasSize(2);
  }

  @Test
  void oneIsShownWithItsMetadata() throws Exception {
    assertThat(
            ProviderQueries.provider(sql.run(database, login, ProviderQueries.one(ENTRA)))
                .orElseThrow()
                .at("/saml/metadata_xml")
                .asText())
        .isEqualTo("<entra/>");
    assertThat(ProviderQueries.provider(sql.run(database, login, ProviderQueries.one("okta"))))
        .isEmpty();
  }
}
