package io.rickyard.gateway.upstream;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who signs people of a project in by SAML, as the Management API has it.
 *
 * @param domains whose addresses it is asked about
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SsoProviderView(
    String id, Saml saml, List<Domain> domains, String createdAt, String updatedAt) {

  /** Checks that nothing is missing. */
  public SsoProviderView {
    requireNonNull(id, "id");
    requireNonNull(saml, "saml");
    domains = List.copyOf(domains);
    requireNonNull(createdAt, "createdAt");
    requireNonNull(updatedAt, "updatedAt");
  }

  /**
   * What is known of it.
   *
   * @param entityId its name for itself
   * @param metadataUrl where its metadata came from, where they came from an address
   * @param metadataXml they themselves; not in lists
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Saml(
      String id,
      String entityId,
      @Nullable String metadataUrl,
      @Nullable String metadataXml,
      @Nullable AttributeMapping attributeMapping,
      @Nullable String nameIdFormat) {
    /** Checks that nothing required is missing. */
    public Saml {
      requireNonNull(id, "id");
      requireNonNull(entityId, "entityId");
    }
  }

  /**
   * What becomes of its attributes.
   *
   * @param keys by claim
   */
  public record AttributeMapping(Map<String, Attribute> keys) {
    /** Copies what is given. */
    public AttributeMapping {
      keys = Map.copyOf(keys);
    }
  }

  /**
   * Where a claim comes from.
   *
   * @param otherwise what it is where no such attribute came
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Attribute(
      @Nullable String name,
      @Nullable List<String> names,
      @JsonProperty("default") @Nullable Object otherwise,
      @Nullable Boolean array) {}

  /** A domain of mail addresses. */
  public record Domain(String id, String domain, String createdAt, String updatedAt) {
    /** Checks that nothing is missing. */
    public Domain {
      requireNonNull(id, "id");
      requireNonNull(domain, "domain");
    }
  }
}
