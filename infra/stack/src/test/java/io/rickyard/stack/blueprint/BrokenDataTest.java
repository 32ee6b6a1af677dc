package io.rickyard.stack.blueprint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The shipped data with one thing changed each. */
class BrokenDataTest {

  private static final BlueprintFiles SHIPPED = BlueprintFiles.shipped();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          index.json | "2026.08-kong" | "2026.09-kong" | There is no file releases/2026.09-kong.json
          releases/2026.08-kong.json | "name": "2026.08-kong" | "name": "other" | calls itself other
          releases/2026.08-kong.json | "blueprint": "meta" | "blueprint": "metadata" | There is no file services/metadata.json
          releases/2026.08-kong.json | "blueprint": "meta" | "blueprint": "db" | a blueprint of db, not of meta
          releases/2026.08-kong.json | "tag": "v14.12" | "tag": "latest" | names no image
          releases/2026.08-kong.json | "tag": "v14.12" | "tag": "v14.12", "digest": "sha256:12" | names no image
          services/db.json | "capabilities" | "capability" | Unrecognized field
          services/db.json | "since": "database" | "since": "database", "since": "core" | Duplicate field
          services/db.json | "kind": "data" | "kind": "disk" | services/db.json can't be read
          services/db.json | "number": 5432 | "number": "5432" | services/db.json can't be read
          services/db.json | "number": 5432 | "number": 70000 | between 1 and 65535
          """)
  void isRefusedWhenItIsRead(String path, String right, String wrong, String complaint) {
    refused(path, right, wrong, complaint);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          services/meta.json | ${pg_meta_crypto_key} | ${pg_meta_crypt_key} | refers to pg_meta_crypt_key, which is not declared
          services/meta.json | ${pg_meta_crypto_key} | ${pg-meta} | begins no reference
          services/meta.json | ${pg_meta_crypto_key} | my-own-choice | is secret and has its text in the data
          services/meta.json | "${pg_meta_crypto_key}", "secret": true | "${pg_meta_crypto_key}" | refers to a secret and is not called one
          services/realtime.json | "value": "realtime" | "value": "supabaserealtime" | is what everybody knows
          services/realtime.json | "value": "realtime" | "value": "your-super-secret-jwt-token" | is what everybody knows
          services/realtime.json | "value": "realtime" | "value": "eyJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJzdXBhYmFzZS1kZW1vIn0.c2ln" | is what everybody knows
          services/realtime.json | "value": "4000", "form" | "value": "", "form" | PORT is no INTEGER
          services/realtime.json | "name": "RUN_JANITOR", "value": "true" | "name": "RUN_JANITOR", "value": "" | RUN_JANITOR is no BOOLEAN
          services/realtime.json | "name": "DB_NAME" | "name": "DB_HOST" | realtime variable DB_HOST is there twice
          services/realtime.json | "aliases": ["realtime | "aliases": ["storage", "realtime | name in the stack's network storage is there twice
          services/realtime.json | ${probe_token} | ${service_key} | its health check would show a secret
          services/realtime.json | "service": "db" | "service": "database" | realtime depends on database, which there is not
          services/db.json | "health" | "unhealth" | Unrecognized field
          services/db.json | "since": "database", | "since": "core", "depends_on": [{"service": "meta", "condition": "healthy"}], | can start before another
          services/meta.json | {"service": "db", "condition": "healthy"} | {"service": "db", "condition": "healthy"}, {"service": "imgproxy", "condition": "healthy"} | which its smallest profile leaves out
          services/meta.json | {"service": "db", "condition": "healthy"} | {"service": "db", "condition": "healthy", "optional": true} | optional, though it is always there
          services/studio.json | "needs": "analytics" | "needs": "analytic" | needs the unknown service analytic
          services/studio.json | "optional": true, | | is always there, and openai_api_key may have no value
          services/studio.json | "${project_name}", | "${project_name}", "optional": true, | always has a value
          services/vector.json | "secret": true, | | is secret exactly if it refers to a secret
          services/gateway-kong.json | "secret": true, | | holds the project's keys and is not called secret
          services/gateway-kong.json | "generated": "kong_routes", | | has a source, or it is generated
          services/rest.json | "name": "http" | "name": "web" | without a port called http
          routes.json | "service": "meta" | "service": "metadata" | leads to no service: metadata
          routes.json | "host": "realtime-dev.supabase-realtime" | "host": "realtime.elsewhere" | which is no name of realtime
          routes.json | "path": "/pg/" | "path": "/rest/v1/" | is there twice
          routes.json | "path": "/pg/" | "path": "/pg" | ends with a slash on one side only
          values.json | "of": "db_pass" | "of": "db_password" | which is not declared
          values.json | "name": "region" | "name": "project_ref" | is declared twice
          values.json | "alphabet": "hex", "length": 32 | "alphabet": "hex", "length": 8 | guessed too easily
          values.json | "name": "dashboard_username" | "name": "dashboard_user" | gateways need the value dashboard_username
          values.json | "preset": "3600" | "preset": "an hour" | The preset of token_lifetime is no INTEGER
          """)
  void thatContradictsItselfIsRefused(
      String path, String right, @Nullable String wrong, String complaint) {
    refused(path, right, wrong == null ? "" : wrong, complaint);
  }

  private static void refused(String path, String right, String wrong, String complaint) {
    // given
    assertThat(SHIPPED.read(path)).contains(right);
    BlueprintFiles broken =
        file -> file.equals(path) ? SHIPPED.read(file).replace(right, wrong) : SHIPPED.read(file);

    // then
    assertThatThrownBy(() -> Blueprints.read(broken))
        .isInstanceOf(BlueprintException.class)
        .hasMessageContaining(complaint);
  }
}
