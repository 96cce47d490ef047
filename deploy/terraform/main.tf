# Hosts of the five services, one each, and what they and the pipeline may do. Kafka and PostgreSQL are given, by their
# addresses in the services' variables: Amazon MSK and RDS, or hosts of your own.

locals {
  services = toset(["ingestion", "trainer", "registry", "drift-monitor", "inference"])
}

data "aws_caller_identity" "current" {}

resource "aws_s3_bucket" "data" {
  bucket = var.bucket
}

resource "aws_s3_bucket_public_access_block" "data" {
  bucket                  = aws_s3_bucket.data.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_versioning" "data" {
  bucket = aws_s3_bucket.data.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "data" {
  bucket = aws_s3_bucket.data.id

  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm = "aws:kms"
    }
  }
}

resource "aws_ecr_repository" "service" {
  for_each = local.services

  name                 = "millrace-${each.key}"
  image_tag_mutability = "IMMUTABLE"

  image_scanning_configuration {
    scan_on_push = true
  }
}

# The services talk to each other over gRPC; clients reach only the REST API.
resource "aws_security_group" "services" {
  name_prefix = "millrace-${var.environment}-"
  description = "Hosts of Millrace"
  vpc_id      = var.vpc_id
}

resource "aws_vpc_security_group_ingress_rule" "grpc" {
  security_group_id            = aws_security_group.services.id
  referenced_security_group_id = aws_security_group.services.id
  from_port                    = 9090
  to_port                      = 9090
  ip_protocol                  = "tcp"
  description                  = "gRPC between the services"
}

resource "aws_vpc_security_group_ingress_rule" "http" {
  for_each = toset(var.client_cidr_blocks)

  security_group_id = aws_security_group.services.id
  cidr_ipv4         = each.key
  from_port         = 8080
  to_port           = 8080
  ip_protocol       = "tcp"
  description       = "REST API"
}

resource "aws_vpc_security_group_egress_rule" "all" {
  security_group_id = aws_security_group.services.id
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "-1"
  description       = "Engines, registry, Systems Manager"
}

module "host" {
  source   = "./modules/service-host"
  for_each = local.services

  service           = each.key
  environment       = var.environment
  region            = var.region
  repository        = var.repository
  registry          = "${data.aws_caller_identity.current.account_id}.dkr.ecr.${var.region}.amazonaws.com"
  repository_arn    = aws_ecr_repository.service[each.key].arn
  bucket_arn        = aws_s3_bucket.data.arn
  instance_type     = lookup(var.instance_types, each.key, "t3.small")
  subnet_id         = var.subnet_ids[index(sort(tolist(local.services)), each.key) % length(var.subnet_ids)]
  security_group_id = aws_security_group.services.id
}
