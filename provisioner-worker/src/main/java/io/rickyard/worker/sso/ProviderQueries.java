package io.rickyard.worker.sso;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import io.rickyard.worker.sql.SqlQuery;
import java.util.List;
import java.util.Optional;

/**
 * Reads SAML providers out of the tables of the auth service, in the form that the Management API
 * has them: with the ids that the service does not tell.
 */
public final class ProviderQueries {

  private static final String PROVIDERS =
      """
      select json_strip_nulls(json_build_object(
               'id', p.id,
               'saml', json_build_object(
                 'id', s.id, 'entity_id', s.entity_id, 'metadata_url', s.metadata_url,
                 'metadata_xml', %s,
                 'attribute_mapping', case when jsonb_typeof(s.attribute_mapping -> 'keys') = 'object'
                                           then s.attribute_mapping end,
                 'name_id_format', s.name_id_format),
               'domains', (select coalesce(json_agg(json_build_object(
                                    'id', d.id, 'domain', d.domain,
                                    'created_at', to_char(d.created_at at time zone 'UTC', %2$s),
                                    'updated_at', to_char(d.updated_at at time zone 'UTC', %2$s))
                                    order by d.domain), '[]')
                             from auth.sso_domains d where d.sso_provider_id = p.id),
               'created_at', to_char(p.created_at at time zone 'UTC', %2$s),
               'updated_at', to_char(p.updated_at at time zone 'UTC', %2$s))) as provider
        from auth.sso_providers p join auth.saml_providers s on s.sso_provider_id = p.id
      """;

  /** ISO 8601, as PostgreSQL's to_char is told. */
  private static final String TIME = "'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"'";

  /** All of them, without their metadata, as the hosted platform lists them. */
  public static final SqlQuery ALL =
      new SqlQuery(
          PROVIDERS.formatted("null", TIME) + " order by p.created_at, p.id limit 10000",
          List.of(),
          true);

  private ProviderQueries() {}

  /** One of them. */
  public static SqlQuery one(String id) {
    return new SqlQuery(
        PROVIDERS.formatted("s.metadata_xml", TIME) + " where p.id::text = $1",
        List.of(TextNode.valueOf(id)),
        true);
  }

  /** What such a query found. */
  public static ArrayNode providers(ArrayNode rows) {
    var providers = JsonNodeFactory.instance.arrayNode();
    rows.forEach(row -> providers.add(row.path("provider")));
    return providers;
  }

  /** The only one that such a query found. */
  public static Optional<JsonNode> provider(ArrayNode rows) {
    return rows.isEmpty() ? Optional.empty() : Optional.of(rows.get(0).path("provider"));
  }
}
