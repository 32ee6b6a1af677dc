package io.rickyard.contracts.task;

import com.fasterxml.jackson.annotation.JsonProperty;

/** A secret that every project has, by the name under which a job asks for it. */
public enum ProjectSecret {
  /** The password of the role that people use. */
  @JsonProperty("db_password")
  DB_PASSWORD,
  /** What the project's tokens are signed with. */
  @JsonProperty("jwt_secret")
  JWT_SECRET,
  /** The legacy key for browsers. */
  @JsonProperty("anon_key")
  ANON_KEY,
  /** The legacy key for servers. */
  @JsonProperty("service_role_key")
  SERVICE_ROLE_KEY,
  /** The opaque key for browsers. */
  @JsonProperty("publishable_key")
  PUBLISHABLE_KEY,
  /** The opaque key for servers. */
  @JsonProperty("secret_key")
  SECRET_KEY
}
