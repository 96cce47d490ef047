# Hosts of the five services, one each, and the repositories of their images. Kafka and PostgreSQL are given: Amazon MSK
# and RDS, or hosts of your own. One account holds one environment: names of images and the trust in GitHub are the
# account's own.

locals {
  services = toset(["ingestion", "trainer", "registry", "drift-monitor", "inference"])
  account  = data.aws_caller_identity.current.account_id
}

data "aws_caller_identity" "current" {}

resource "aws_ecr_repository" "service" {
  for_each = local.services

  name                 = "millrace-${each.key}"
  image_tag_mutability = "IMMUTABLE"

  image_scanning_configuration {
    scan_on_push = true
  }
}

module "host" {
  source   = "./modules/service-host"
  for_each = local.services

  service           = each.key
  environment       = var.environment
  region            = var.region
  account_id        = local.account
  repository_arn    = aws_ecr_repository.service[each.key].arn
  instance_type     = lookup(var.instance_types, each.key, "t3.small")
  subnet_id         = var.subnet_ids[index(sort(tolist(local.services)), each.key) % length(var.subnet_ids)]
  security_group_id = aws_security_group.services.id
}
