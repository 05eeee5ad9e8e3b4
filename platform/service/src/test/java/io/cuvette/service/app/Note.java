package io.cuvette.service.app;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;

/** A row of the test application. */
@Entity
public class Note {

    @Id String id;

    @Column(nullable = false)
    String tenant;

    @Column(nullable = false)
    String text;
}
