/**
 * What happened to organizations, memberships and projects. Rights are derived from these events by
 * whoever needs them; nothing here decides a right.
 */
@NullMarked
package io.rickyard.contracts.organization;

import org.jspecify.annotations.NullMarked;
