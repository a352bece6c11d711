"""Where and when: the deployments on a Prefect server, the services, backups. Used by `ofsted-watch deploy` and others."""
