/**
 * TypeScript's types for a project's database, as the hosted platform's own generator
 * (postgres-meta) writes them: the catalogs are read, turned into types, and laid out.
 */
@NullMarked
package io.rickyard.worker.types;

import org.jspecify.annotations.NullMarked;
